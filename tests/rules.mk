# Validation, benchmarks and goldens; included by the Makefile.

VALIDATION_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/validation/*.c))
BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/bench/*.c tests/bench/bare/*.c))

$(BUILD)/validate: $(VALIDATION_OBJECTS) $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) -pthread
# Theory beside simulation, each check with mutants that it must catch.
validate: deps
	$(AGAIN) $(BUILD)/validate
	$(BUILD)/validate tests/validation
# The same with new seeds (SEED=n repeats a run).
validate-fresh: deps
	$(AGAIN) $(BUILD)/validate
	$(BUILD)/validate tests/validation --fresh $(SEED)

.PHONY: validate validate-fresh
-include $(VALIDATION_OBJECTS:.o=.d) $(BENCH_OBJECTS:.o=.d)
