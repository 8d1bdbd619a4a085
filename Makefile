# The verbs of README.md, under short names.
BENCH ?= ../shared/bench/compare

.PHONY: run test format bench proof

run:
	mvn -q -Psandbox package

test:
	mvn verify

format:
	mvn -q -N process-resources -Dformat.mode=apply

# Kill -9 in the middle of a stream of messages, 20 times on each database; a million queries and bodies that a seed breaks.
proof:
	mvn -Pproof verify

# Beside a peer, where the tool for it is installed.
bench:
	@test -x $(BENCH) || { echo "bench: there is no $(BENCH)"; exit 1; }
	mvn -q package -Dmaven.test.skip -Djacoco.skip
	$(BENCH)
