BUILD ?= build
CFLAGS ?= -O2 -g
PACKAGES := gsl jansson yaml-0.1 sqlite3 libxxhash
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual -Wformat=2 -Wvla -Wstrict-prototypes
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -ffp-contract=off $(WARNINGS) -Isim -Iinclude -MMD $(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS)
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm

LIB_SOURCES := $(filter-out sim/cli/%,$(wildcard sim/*/*.c))
CLI_SOURCES := $(wildcard sim/cli/*.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
TEST_SOURCES := $(wildcard tests/unit/*/test_*.c tests/property/test_*.c)
TESTS := $(TEST_SOURCES:%.c=$(BUILD)/%)

all: $(BUILD)/ems120
$(BUILD)/ems120: $(CLI_OBJECTS) $(BUILD)/libems120.a
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/libems120.a: $(LIB_OBJECTS)
	rm -f $@; ar rcs $@ $^
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<
$(BUILD)/tests/%: tests/%.c $(BUILD)/libems120.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -o $@ $< $(BUILD)/libems120.a $(LIBS) $(shell pkg-config --libs cmocka)
test: $(TESTS)
	@for t in $(TESTS); do $$t || exit 1; done
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all test
