# The verbs of README.md, under short names.
BENCH ?= ../shared/bench/compare
SCANNER ?=
SBOM = target/carer-record-gateway-sbom.json
ONE = -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip -Dformat.skip

.PHONY: run test format linkage linkage-million bench bench-hl7v2 bench-council bench-gp bench-agreement curve proof sbom check-dependencies mutation

run:
	mvn -q -Psandbox package

test:
	mvn verify

format:
	mvn -q -N process-resources -Dformat.mode=apply

# How good the comparison of people is, on FEBRL's sets or on other data (docs/linkage.md).
DATA ?= ../shared/data/linkage
linkage:
	@mvn -q -pl src -am $(ONE) -Dtest=LinkageReport -Dlinkage.data=$(abspath $(DATA)) test

# How long a decision takes beside a million people on PostgreSQL.
linkage-million:
	@mvn -q -pl src -am $(ONE) -Dtest=MillionReport -Dlinkage.people=1000000 test

# Kill -9 in the middle of a stream of messages, 20 times on each database; a million queries that a seed breaks; then a million
# each of mutated messages, documents, records and extracts: some ten minutes on two processors, and it tells how far it is.
proof:
	mvn -Pproof verify
	mvn -q -pl mappers/hospital-discharge -am $(ONE) -Dtest=org.carerrecord.hospitaldischarge.FuzzTest -Dfuzz.messages=1000000 test
	mvn -q -pl mappers/hospital-discharge -am $(ONE) -Dtest=DocumentFuzzTest -Dfuzz.documents=1000000 test
	mvn -q -pl mappers/gp-record -am $(ONE) -Dtest=org.carerrecord.gprecord.FuzzTest -Dfuzz.documents=1000000 test
	mvn -q -pl mappers/council-case -am $(ONE) -Dtest=org.carerrecord.councilcase.UnreadableTest -Dfuzz.extracts=1000000 test

# Mutation tests of the agreement: what survives is told at the end, and in fhir-server/target/pit-reports.
mutation:
	mvn -Ppit -pl fhir-server -am $(ONE) -Dtest=none test

# ADT messages a second on one core, beside the converter that is on Maven Central.
bench-hl7v2:
	@mvn -q -Pbench -pl mappers/hospital-discharge -am -Dformat.skip test-compile
	@mvn -q -f build/bench/hl7v2-peer compile -Dmessages=$(CURDIR)/test-data/hospital-discharge

# Rows of Client Level Data a second, bytes to FHIR resources, on one core.
bench-council:
	mvn -q -Pbench-council -pl mappers/council-case -am $(ONE) -Dtest=none test

# Records of general practice a second, bytes to FHIR resources, on one core.
bench-gp:
	mvn -q -Pbench-gp -pl mappers/gp-record -am $(ONE) -Dtest=none test

# The comparison's push and search under the sandbox's agreement, beside one that permits all; some four minutes.
bench-agreement:
	@mvn -q -pl src -am $(ONE) -Dtest=AgreementReport -Dbench.workloads=$(abspath $(dir $(BENCH)))/workloads test

# The same questions to a growing record on PostgreSQL: the table of docs/performance.md. A million takes some twenty minutes.
SIZES ?= 10000 100000 1000000
curve:
	mvn -q -Pcurve -pl fhir-server -am $(ONE) -Dtest=none "-Dsizes=$(SIZES)" test

# Beside a peer, where the tool for it is installed.
bench: bench-hl7v2 bench-council bench-gp
	@test -x $(BENCH) || { echo "bench: there is no $(BENCH)"; exit 1; }
	mvn -q package -Dmaven.test.skip -Djacoco.skip
	$(BENCH)

# What is in the jar, as CycloneDX.
sbom:
	mvn -q package -Dmaven.test.skip -Djacoco.skip

# Whether something in it is known to be vulnerable, by SCANNER: the command of a scanner, which is given the file.
check-dependencies:
	@test -n "$(SCANNER)" || { echo 'check-dependencies: name the command of your scanner: make check-dependencies SCANNER="..."'; exit 1; }
	$(MAKE) sbom
	$(SCANNER) $(SBOM)
