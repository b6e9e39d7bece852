# Validation, benchmarks and goldens; included by the Makefile.

VALIDATION_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/validation/*.c))
# The window's parts (view_*) only where there is a window.
BENCH_SOURCES := $(filter-out $(if $(VIEW_SOURCES),,tests/bench/view_%),$(wildcard tests/bench/*.c tests/bench/bare/*.c)) tests/support/roads.c
BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(BENCH_SOURCES))

# Theory beside simulation, each check with mutants that it must catch.
validate: deps
	$(AGAIN) $(BUILD)/validate $(PROGRAM)
	$(BUILD)/validate tests/validation
	@EMS120_PROGRAM='$(abspath $(PROGRAM))' $(PYTHON) tests/validation/certificates.py
# The same with new seeds (SEED=n repeats a run).
validate-fresh: deps
	$(AGAIN) $(BUILD)/validate
	$(BUILD)/validate tests/validation --fresh $(SEED)
$(BUILD)/validate: $(VALIDATION_OBJECTS) $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LINK_ACROSS) $(LDFLAGS) -o $@ $^ $(LIBS) -pthread

# Speeds as ratios to a bare loop, which is compiled as well as it can be.
bench: deps
	$(AGAIN) $(BUILD)/bench
	$(BUILD)/bench
$(BUILD)/bench: $(BENCH_OBJECTS) $(if $(VIEW_SOURCES),$(BUILD)/libviz.a) $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LINK_ACROSS) $(LDFLAGS) -o $@ $^ $(if $(VIEW_SOURCES),$(VIEW_LIBS)) $(LIBS)
$(BUILD)/tests/bench/bench.o: private BASE_CFLAGS += $(if $(VIEW_SOURCES),-DEMS_BENCH_VIEW)
$(BUILD)/tests/bench/view_%.o: private BASE_CFLAGS += -I. $(VIEW_CFLAGS)
$(BUILD)/tests/bench/%.o: private CFLAGS += -O3

# Expected results of short runs, the same bytes from every compiler and optimisation, and pictures of the window.
goldens: deps-test
	$(AGAIN) $(PROGRAM) $(VIEWER)
	$(PYTHON) tests/golden/check.py --renew $(PROGRAM)
	@EMS120_PROGRAM='$(abspath $(PROGRAM))' EMS120_VIEWER='$(abspath $(VIEWER))' $(PYTHON) tests/viz/test_pictures.py --renew
determinism: deps-gate
	@PYTHON=$(PYTHON) sh tests/golden/variants $(BUILD)

.PHONY: validate validate-fresh bench goldens determinism
-include $(VALIDATION_OBJECTS:.o=.d) $(BENCH_OBJECTS:.o=.d)
