# The verbs of README.md, under short names.
BENCH ?= ../shared/bench/compare

.PHONY: run test format bench bench-council proof

run:
	mvn -q -Psandbox package

test:
	mvn verify

format:
	mvn -q -N process-resources -Dformat.mode=apply

# Kill -9 in the middle of a stream of messages, 20 times on each database; a million mutated extracts.
proof:
	mvn -Pproof verify
	mvn -pl mappers/council-case -am -Dtest=org.carerrecord.councilcase.UnreadableTest \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.extracts=1000000 test

# Beside a peer, where the tool for it is installed.
bench: bench-council
	@test -x $(BENCH) || { echo "bench: there is no $(BENCH)"; exit 1; }
	mvn -q package -Dmaven.test.skip -Djacoco.skip
	$(BENCH)

# Rows of Client Level Data a second, bytes to FHIR resources, on one core.
bench-council:
	mvn -q -Pbench-council -pl mappers/council-case -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Djacoco.skip -Dformat.skip test
