# ems120. `make help` lists what can be made. One build folder per variant: build/, build/asan, build/fuzz, ...

# MPI=1: `study` on many machines.
MPI ?=
BUILD ?= build
CFLAGS ?= -O3 -g
CC ?= cc
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
CLANG ?= clang
PYTHON ?= /usr/bin/python3
VERSION := 0.1.0

# Debian packages, in this one place: to build and run, to test, and for the gate on top of those.
DEB_BUILD := gcc libc6-dev pkg-config libgsl-dev libjansson-dev libyaml-dev libsqlite3-dev libxxhash-dev libcsv-dev \
	librandom123-dev libmetis-dev libprotobuf-c-dev protobuf-c-compiler libexpat1-dev zlib1g-dev libglpk-dev
DEB_TEST := libcmocka-dev python3 python3-jsonschema python3-yaml locales coinor-cbc
DEB_MPI := libopenmpi-dev openmpi-bin
DEB_GATE := g++ clang clang-tidy clang-format cppcheck libclang-rt-14-dev

# The window, build/ems120-view; VIEW=0 leaves it out and needs none of these.
VIEW ?= 1
DEB_VIEW := libsdl2-dev libcairo2-dev libpango1.0-dev libfontconfig-dev
DEB_VIEW_TEST := fonts-noto-cjk xvfb xdotool imagemagick
VIEW_PACKAGES := sdl2 cairo pangocairo fontconfig
ifneq ($(VIEW),0)
DEB_BUILD += $(DEB_VIEW)
DEB_TEST += $(DEB_VIEW_TEST)
endif

# Asked of pkg-config on first use, once: a bare machine must get as far as `deps` without it.
PACKAGES := gsl jansson yaml-0.1 sqlite3 libxxhash libprotobuf-c expat zlib
once = $(eval $(1) := $(2))$($(1))
PACKAGE_CFLAGS = $(call once,PACKAGE_CFLAGS,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
VIEW_CFLAGS = $(call once,VIEW_CFLAGS,$(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(VIEW_PACKAGES) 2>/dev/null)))
VIEW_LIBS = $(call once,VIEW_LIBS,$(shell pkg-config --libs $(VIEW_PACKAGES) 2>/dev/null))
MPI_PACKAGES := $(if $(MPI),mpi-c)
MPI_CFLAGS = $(call once,MPI_CFLAGS,$(patsubst -I%,-isystem %,$(shell pkg-config --cflags mpi-c 2>/dev/null)))
MPI_LIBS = $(call once,MPI_LIBS,$(shell pkg-config --libs mpi-c 2>/dev/null))
PACKAGE_LIBS = $(call once,PACKAGE_LIBS,$(shell pkg-config --libs $(PACKAGES) 2>/dev/null))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual -Wformat=2 -Wvla -Wstrict-prototypes \
	$(if $(WERROR),-Werror)
BASE_CFLAGS = -std=c17 -D_GNU_SOURCE -DEMS_VERSION='"$(VERSION)"' -ffp-contract=off -fno-math-errno $(WARNINGS) -Isim -Iinclude \
	-isystem $(BUILD)/generated
ALL_CFLAGS = $(BASE_CFLAGS) -MMD -MP $(PACKAGE_CFLAGS) $(CPPFLAGS) $(CFLAGS)
LIBS = $(PACKAGE_LIBS) -lcsv -lmetis -lglpk -lm

LIB_SOURCES := $(filter-out sim/cli/%,$(wildcard sim/*/*.c))
CLI_SOURCES := $(wildcard sim/cli/*.c)
SUPPORT_SOURCES := $(wildcard tests/support/*.c)
VIEW_SOURCES := $(if $(filter 0,$(VIEW)),,$(wildcard viz/*.c))
TEST_SOURCES := $(filter-out $(if $(filter 0,$(VIEW)),tests/unit/viz/%),$(wildcard tests/unit/*/test_*.c tests/property/test_*.c))
FUZZ_SOURCES := $(wildcard tests/fuzz/fuzz_*.c)
PROTO_SOURCES := $(wildcard sim/*/*.proto)
GENERATED := $(PROTO_SOURCES:sim/%.proto=$(BUILD)/generated/%.pb-c.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o) $(GENERATED:%.c=%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
SUPPORT_OBJECTS := $(SUPPORT_SOURCES:%.c=$(BUILD)/%.o)
TESTS := $(TEST_SOURCES:%.c=$(BUILD)/%)
PYTHON_TESTS := $(wildcard tests/cli/test_*.py tests/unit/*/test_*.py tests/property/test_*.py tests/viz/test_*.py)
FUZZERS := $(FUZZ_SOURCES:tests/fuzz/%.c=$(BUILD)/%)
PROGRAM := $(BUILD)/$(if $(MPI),mpi/)ems120
VIEW_OBJECTS := $(VIEW_SOURCES:%.c=$(BUILD)/%.o)
VIEWER := $(if $(VIEW_SOURCES),$(BUILD)/ems120-view)
# As many jobs as there are processors, unless the caller said how many.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))
AGAIN = @$(MAKE) --no-print-directory $(JOBS)

# What runs at every event is optimised across files when a program is linked: by gcc, and where nothing is checked for.
# The objects hold plain code too, for tests and for those who link the library.
EVENT_ROOMS := des random engine model policy travel coverage stats geo base
EVENT_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(EVENT_ROOMS:%=sim/%/*.c)))
IS_GCC = $(call once,IS_GCC,$(shell $(CC) --version 2>/dev/null | grep -c 'Free Software Foundation'))
ACROSS_FILES = $(if $(findstring -fsanitize,$(CFLAGS)),0,$(IS_GCC))
LINK_ACROSS = $(if $(filter 1,$(ACROSS_FILES)),-flto=auto)
LINK_PLAINLY = $(if $(filter 1,$(ACROSS_FILES)),-fno-lto)

all: $(PROGRAM) $(VIEWER)

# --- building (V=1 shows whole commands)

say = $(if $(V),,@echo '  $(1)  $@' && )

$(BUILD)/ems120: $(CLI_OBJECTS) $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LINK_ACROSS) $(LDFLAGS) -o $@ $^ $(LIBS)
# The same objects but one, which stands before the library.
$(BUILD)/mpi/ems120: $(CLI_OBJECTS) $(BUILD)/mpi/sim/study/mpi.o $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LINK_ACROSS) $(LDFLAGS) -o $@ $^ $(MPI_LIBS) $(LIBS)
$(BUILD)/mpi/sim/study/mpi.o: sim/study/mpi.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL_CFLAGS) -DEMS_MPI $(MPI_CFLAGS) -c -o $@ $<
$(BUILD)/ems120-view: $(BUILD)/viz/main.o $(BUILD)/libviz.a $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LINK_ACROSS) $(LDFLAGS) -o $@ $^ $(VIEW_LIBS) $(LIBS)
# All of the window but its main, for the program and its tests.
$(BUILD)/libviz.a: $(filter-out %/main.o,$(VIEW_OBJECTS))
	$(call say,AR)rm -f $@ && ar rcs $@ $^
$(BUILD)/viz/%.o $(BUILD)/tests/unit/viz/%.o: private BASE_CFLAGS += -I. $(VIEW_CFLAGS)
$(BUILD)/libems120.a: $(LIB_OBJECTS)
	$(call say,AR)rm -f $@ && ar rcs $@ $^
$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL_CFLAGS) -c -o $@ $<
# Decoders of binary formats, made from their descriptions; their headers must be there before others include them.
$(BUILD)/generated/%.pb-c.c: sim/%.proto
	@mkdir -p $(BUILD)/generated
	$(call say,PROTO)protoc-c --c_out=$(BUILD)/generated --proto_path=sim $<
$(EVENT_OBJECTS): private BASE_CFLAGS += $(if $(LINK_ACROSS),$(LINK_ACROSS) -ffat-lto-objects)
$(BUILD)/generated/%.o: $(BUILD)/generated/%.c $(BUILD)/flags
	$(call say,CC)$(CC) $(ALL_CFLAGS) -w -c -o $@ $<
.SECONDARY: $(GENERATED)
$(BUILD)/sim/road/osm_pbf.o: | $(GENERATED)
# `private`: what a file is compiled with besides must not reach the file `flags`, or all is compiled again.
$(BUILD)/tests/%.o: private BASE_CFLAGS += -Itests
$(TESTS): %: %.o $(SUPPORT_OBJECTS) $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) $(LINK_PLAINLY) $(LDFLAGS) -o $@ $^ $(OWN_LIBS) $(LIBS) -lcmocka
$(filter $(BUILD)/tests/unit/viz/%,$(TESTS)): $(BUILD)/libviz.a
$(filter $(BUILD)/tests/unit/viz/%,$(TESTS)): private OWN_LIBS = $(BUILD)/libviz.a $(BUILD)/libems120.a $(VIEW_LIBS)
# Changes when the compiler or its flags do, and all objects with it.
FLAGS = $(CC) $(subst ','\'',$(ALL_CFLAGS)) $(LINK_ACROSS)
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@pkg-config --exists --print-errors $(PACKAGES) $(MPI_PACKAGES) $(if $(VIEWER),$(VIEW_PACKAGES)) || { echo 'make deps installs what is missing' >&2; exit 1; }
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@

# --- the two commands of the README: what is missing is installed first

run: deps
	$(AGAIN) all
	$(PROGRAM) run scenarios/jiaohe
test: deps-test
	$(AGAIN) run-tests
deps:
	@sh .ci/deps $(DEB_BUILD)
deps-test:
	@sh .ci/deps $(DEB_BUILD) $(DEB_TEST)
deps-mpi:
	@sh .ci/deps $(DEB_BUILD) $(DEB_TEST) $(DEB_MPI)
deps-gate:
	@sh .ci/deps $(DEB_BUILD) $(DEB_TEST) $(DEB_GATE)

test-programs: $(TESTS) $(PROGRAM) $(VIEWER)
# A locale with a decimal comma, under which numbers must be read and written all the same.
$(BUILD)/locale/de_DE.UTF-8:
	@mkdir -p $(@D) && localedef --quiet -c -i de_DE -f UTF-8 $@
run-tests: test-programs $(BUILD)/locale/de_DE.UTF-8
	@LOCPATH='$(abspath $(BUILD)/locale)' EMS120_TEST_CC='$(CC)' EMS120_TEST_CFLAGS='$(CFLAGS)' EMS120_VIEWER='$(abspath $(VIEWER))' \
	    $(PYTHON) tests/support/run_tests.py --program $(PROGRAM) $(TESTS) $(PYTHON_TESTS)

# The study command on two ranks.
mpi-test: deps-mpi
	$(AGAIN) $(BUILD)/mpi/ems120 MPI=1
	@EMS120_MPI_PROGRAM=$(abspath $(BUILD)/mpi/ems120) $(PYTHON) tests/support/run_tests.py --program $(BUILD)/mpi/ems120 tests/cli/test_study_mpi.py

# --- sanitizers: the tests again, in build folders of their own, or what GOAL says

GOAL := run-tests
SANITIZED = $(AGAIN) $(GOAL) BUILD=$(BUILD)/$@ CFLAGS="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
asan:
	$(SANITIZED) -fsanitize=address"
ubsan:
	$(SANITIZED) -fsanitize=undefined,float-cast-overflow,float-divide-by-zero"
tsan:
	$(SANITIZED) -fsanitize=thread"
# What runs on several threads, for the gate: the whole of the tests takes ThreadSanitizer an hour.
THREADED := unit/study/test_run unit/study/test_warmup unit/study/test_database unit/api/test_study unit/api/test_compare
tsan-threads:
	$(AGAIN) tsan VIEW=0 TESTS='$(THREADED:%=$(BUILD)/tsan/tests/%)' PYTHON_TESTS='tests/cli/test_compare.py tests/unit/report/test_jobs.py'
# The two that go together in one build, for the gate. Left out are tests of documents and of what stands where: they
# run the program in ways that others do, for minutes.
SEEN_ELSEWHERE := tests/cli/test_docs.py tests/cli/test_install.py tests/unit/scenario/test_schema.py
asan-ubsan:
	$(SANITIZED) -fsanitize=address,undefined,float-cast-overflow,float-divide-by-zero" PYTHON_TESTS='$(filter-out $(SEEN_ELSEWHERE),$(PYTHON_TESTS))'

# --- fuzzing: every parser for FUZZ_SECONDS, from its seeds and dictionary

fuzz:
	$(AGAIN) fuzzers BUILD=$(BUILD)/fuzz CC=$(CLANG) \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
	@sh tests/fuzz/run $(BUILD)/fuzz $(FUZZ_SECONDS)
fuzzers: $(FUZZERS)
$(FUZZERS): $(BUILD)/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libems120.a
	$(call say,LINK)$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# --- the gate's other checks

C_FILES = $(shell find include sim viz tests -name '*.[ch]' 2>/dev/null)
TIDY_SOURCES = $(LIB_SOURCES) $(CLI_SOURCES) $(VIEW_SOURCES)

layers:
	@$(PYTHON) .ci/layers.py
	@sh .ci/headers "$(CC)" '$(subst ','\'',$(BASE_CFLAGS) $(PACKAGE_CFLAGS) $(if $(VIEWER),$(VIEW_CFLAGS)))' $(if $(VIEWER),viz)
symbols: $(BUILD)/libems120.a $(CLI_OBJECTS) $(VIEW_OBJECTS)
	@sh .ci/symbols $^
format:
	clang-format -i $(C_FILES)
format-check:
	@clang-format --dry-run -Werror $(C_FILES) && echo "format-check: $(words $(C_FILES)) files as .clang-format has them"
lint:
	$(AGAIN) tidy cppcheck
# Paths of a function are followed to a third of the usual number of states, which takes less than half of the time.
ANALYSER := -Xclang -analyzer-config -Xclang max-nodes=75000
tidy: $(TIDY_SOURCES:%=$(BUILD)/tidy/%)
$(BUILD)/tidy/%.c: %.c .ci/clang-tidy $(BUILD)/flags | $(GENERATED)
	@mkdir -p $(@D)
	@clang-tidy --quiet --config-file=.ci/clang-tidy --warnings-as-errors='*' $< -- $(BASE_CFLAGS) $(PACKAGE_CFLAGS) $(VIEW_CFLAGS) \
	    $(ANALYSER) 2>$@.log || { cat $@.log; exit 1; }
	@touch $@
cppcheck:
	@cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,performance,portability --inline-suppr -j2 \
	    --suppressions-list=.ci/cppcheck -D_GNU_SOURCE -DEMS_VERSION='""' -Isim -Iinclude sim $(if $(VIEWER),viz) && echo "cppcheck: clean"

# --- documents made by the program, and installing it

docs: $(PROGRAM)
	$(PROGRAM) schema --reference > docs/scenario-reference.md.new
	mv docs/scenario-reference.md.new docs/scenario-reference.md
	$(PYTHON) tests/support/doc_outputs.py $(PROGRAM)

# Pictures shown in the documents, each by the command that stands in front of it there.
screenshots: deps-test
	$(AGAIN) $(PROGRAM) $(VIEWER)
	@$(PYTHON) tests/support/doc_pictures.py $(PROGRAM)

DEST = $(DESTDIR)$(PREFIX)
install: $(PROGRAM) $(VIEWER)
	$(AGAIN) install-files
# The copying alone, of what is built already. The library goes without what only this very compiler could optimise
# across files, so that any other links it, too.
LTO_PARTS := --remove-section='.gnu.lto_*' --remove-section='.gnu.debuglto_*' --strip-symbol='__gnu_lto_*'
install-files:
	install -d $(DEST)/bin $(DEST)/lib/pkgconfig $(DEST)/include/ems120 $(DEST)/share/ems120
	install -m 755 $(PROGRAM) $(DEST)/bin/ems120
	$(if $(VIEWER),install -m 755 $(VIEWER) $(DEST)/bin/ems120-view)
	install -m 644 $(BUILD)/libems120.a $(DEST)/lib/libems120.a
	objcopy --wildcard $(LTO_PARTS) $(DEST)/lib/libems120.a
	install -m 644 $(wildcard include/ems120/*.h) $(DEST)/include/ems120
	cp -R scenarios $(DEST)/share/ems120/
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: ems120' 'Description: Ambulance dispatch and coverage simulator' \
	    'Version: $(VERSION)' 'Requires: $(PACKAGES)' 'Cflags: -I$${prefix}/include' \
	    'Libs: -L$${prefix}/lib -lems120 -lcsv -lmetis -lglpk -lm' > $(DEST)/lib/pkgconfig/ems120.pc

clean:
	rm -rf $(BUILD)

help:
	@echo 'make            build/ems120                 make run       set up, build, simulate the county of Jiaohe'
	@echo 'make test       set up, build, run tests     make validate  theory beside simulation; validate-fresh: new seeds'
	@echo 'make bench      speed against a bare loop    make goldens   renew the expected results under tests/golden'
	@echo 'make asan       tests with AddressSanitizer  make ubsan, make tsan   likewise'
	@echo 'make fuzz       FUZZ_SECONDS for each parser make layers    who may include whom'
	@echo 'make lint       clang-tidy and cppcheck      make format, make format-check'
	@echo 'make symbols    no writable globals          make docs      renew the reference and shown outputs'
	@echo 'make deps       install what is missing      make install   PREFIX=/usr/local DESTDIR='
	@echo 'make screenshots  pictures in the documents   make clean      remove the build folder'
	@echo 'make MPI=1      build/mpi/ems120 for mpirun  make mpi-test  study on two ranks'

FORCE:
.PHONY: all install-files run test deps deps-test deps-gate deps-mpi mpi-test test-programs run-tests asan ubsan tsan tsan-threads asan-ubsan fuzz fuzzers layers \
	symbols format format-check lint tidy cppcheck docs screenshots install clean help FORCE

include $(wildcard tests/rules.mk)
-include $(patsubst %.o,%.d,$(LIB_OBJECTS) $(CLI_OBJECTS) $(SUPPORT_OBJECTS) $(VIEW_OBJECTS)) $(TESTS:%=%.d)
