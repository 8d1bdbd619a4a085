# The verbs of README.md, under short names.
BENCH ?= ../shared/bench/compare

.PHONY: run test format bench bench-hl7v2 proof

run:
	mvn -q -Psandbox package

test:
	mvn verify

format:
	mvn -q -N process-resources -Dformat.mode=apply

# Kill -9 in the middle of a stream of messages, 20 times on each database; a million mutated messages.
proof:
	mvn -Pproof verify
	mvn -q -pl mappers/hospital-discharge -am -Dtest=FuzzTest -Dfuzz.messages=1000000 -Dsurefire.failIfNoSpecifiedTests=false test

# ADT messages a second on one core, beside the converter that is on Maven Central.
bench-hl7v2:
	@mvn -q -Pbench -pl mappers/hospital-discharge -am -Dformat.skip test-compile
	@mvn -q -f build/bench/hl7v2-peer compile -Dmessages=$(CURDIR)/test-data/hospital-discharge

# Beside a peer, where the tool for it is installed.
bench: bench-hl7v2
	@test -x $(BENCH) || { echo "bench: there is no $(BENCH)"; exit 1; }
	mvn -q package -Dmaven.test.skip -Djacoco.skip
	$(BENCH)
