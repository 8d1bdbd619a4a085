package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class SearchingTest {

    private final TheRecord record;
    private final String edith;
    private final String samir;
    private final String zoe;
    private final String tom;

    SearchingTest(Database database) {
        record = TheRecord.on(database);
        Patient lady = People.edith();
        lady.addIdentifier().setValue("H1");
        lady.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632 960001");
        edith = record.create(HOSPITAL, lady).id();
        samir = record.create(HOSPITAL, People.samir()).id();
        zoe = record.create(HOSPITAL, People.zoe()).id();
        tom = record.create(HOSPITAL, People.tom("Patient/" + edith)).id();
    }

    private List<String> people(String query) {
        return record.found(HOSPITAL, "Patient", query);
    }

    private List<String> carers(String query) {
        return record.found(HOSPITAL, "RelatedPerson", query);
    }

    @Test
    void aTokenIsFoundBySystemAndCodeInAllFourForms() {
        assertThat(people("identifier=" + Systems.NHS_NUMBER + "|" + People.EDITH))
                .containsExactly(edith);
        assertThat(people("identifier=" + People.EDITH)).containsExactly(edith);
        assertThat(people("identifier=|H1")).containsExactly(edith);
        assertThat(people("identifier=|" + People.EDITH)).isEmpty();
        assertThat(people("identifier=" + Systems.NHS_NUMBER + "|")).containsExactlyInAnyOrder(edith, samir, zoe);
        assertThat(people("identifier=" + Systems.NHS_NUMBER + "|H1")).isEmpty();
        assertThat(people("identifier=H1," + People.SAMIR)).containsExactlyInAnyOrder(edith, samir);
        assertThat(people("phone=01632 960001")).containsExactly(edith);
        assertThat(people("deceased=false")).hasSize(3);
    }

    @Test
    void aStringIsFoundByItsBeginningWithoutAccentsAndCase() {
        assertThat(people("family=mull")).containsExactly(zoe);
        assertThat(people("family=M\u00dcLL")).containsExactly(zoe);
        assertThat(people("family=Mu\u0308ller")).containsExactly(zoe);
        assertThat(people("family=uller")).isEmpty();
        assertThat(people("name=zoe")).containsExactly(zoe);
        assertThat(people("family:exact=M\u00fcller")).containsExactly(zoe);
        assertThat(people("family:exact=Muller")).isEmpty();
        assertThat(people("family:contains=\u00fclle")).containsExactly(zoe);
        assertThat(people("family=mar,rah")).containsExactlyInAnyOrder(edith, samir);
        assertThat(people("family=mar&given=samir")).isEmpty();
    }

    @Test
    void aStringOfNothingButAccentsOrCommasFindsNobody() {
        assertThat(people("family:contains=\u0301")).isEmpty();
        assertThat(people("family=\u0301")).isEmpty();
        assertThat(people("family=\uDBFF\uDFFF")).isEmpty();
        assertThat(people("family=\uD7FF")).isEmpty();
    }

    @Test
    void nothingButCommasIsNoValue() {
        assertThat(stop(() -> people("family=,"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> people("identifier=,,"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> people("_id=,"))).isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void datesAreComparedByEveryPrefixAndAsFarAsTheyAreKnown() {
        assertThat(people("birthdate=1941-03-02")).containsExactly(edith);
        assertThat(people("birthdate=eq1941-03")).containsExactly(edith);
        assertThat(people("birthdate=1941")).containsExactly(edith);
        assertThat(people("birthdate=1941-03-02T10:00:00Z")).isEmpty();
        assertThat(people("birthdate=ne1941")).containsExactlyInAnyOrder(samir, zoe);
        assertThat(people("birthdate=gt1950-04-14")).containsExactly(samir);
        assertThat(people("birthdate=ge1950-04-14")).containsExactlyInAnyOrder(samir, zoe);
        assertThat(people("birthdate=lt1950-04-14")).containsExactly(edith);
        assertThat(people("birthdate=le1950-04-14")).containsExactlyInAnyOrder(edith, zoe);
        assertThat(people("birthdate=sa1950")).containsExactly(samir);
        assertThat(people("birthdate=eb1950")).containsExactly(edith);
        assertThat(people("birthdate=ge1941-01&birthdate=lt1951")).containsExactlyInAnyOrder(edith, zoe);
        assertThat(people("birthdate=1941,1958")).containsExactlyInAnyOrder(edith, samir);
        // A tenth of the years since: 1941 is 85 years ago.
        assertThat(people("birthdate=ap1949")).containsExactlyInAnyOrder(zoe);
        assertThat(people("birthdate=ap1945")).containsExactlyInAnyOrder(edith, zoe);
        assertThat(people("_lastUpdated=ap2026-11")).hasSize(3);
        assertThat(people("_lastUpdated=ap2016")).isEmpty();
    }

    @Test
    void datesThatNoCalendarHasAreRefused() {
        for (String date : List.of(
                "1941-02-30",
                "1941-13",
                "41",
                "xx1941",
                "tomorrow",
                "%2B999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "%2B300000-01-01T00:00:00Z")) {
            assertThat(stop(() -> people("birthdate=" + date))).as(date).isEqualTo(FaultKind.INVALID_SEARCH);
            assertThat(stop(() -> people("_lastUpdated=" + date))).as(date).isEqualTo(FaultKind.INVALID_SEARCH);
        }
    }

    @Test
    void aReferenceIsFoundByIdByTypeAndIdAndThroughWhatItLeadsTo() {
        assertThat(carers("patient=" + edith)).containsExactly(tom);
        assertThat(carers("patient=Patient/" + edith)).containsExactly(tom);
        assertThat(carers("patient:Patient=" + edith)).containsExactly(tom);
        assertThat(carers("patient=" + samir)).isEmpty();
        assertThat(carers("patient." + People.nhs(People.EDITH))).containsExactly(tom);
        assertThat(carers("patient:Patient.family=marlow")).containsExactly(tom);
        assertThat(carers("patient." + People.nhs(People.SAMIR))).isEmpty();
        assertThat(carers("patient._id=" + edith)).containsExactly(tom);
        assertThat(carers("patient.birthdate=lt1950&name=tom")).containsExactly(tom);
    }

    @Test
    void idAndTimeOfChangeAreSearchedToo() {
        Version version = record.read(HOSPITAL, "Patient", samir);

        assertThat(people("_id=" + samir + "," + edith)).containsExactlyInAnyOrder(samir, edith);
        assertThat(people("_id=nobody")).isEmpty();
        assertThat(people("_lastUpdated=ge" + version.updated())).containsExactlyInAnyOrder(samir, zoe);
        assertThat(people("_lastUpdated=lt" + version.updated())).containsExactly(edith);
        assertThat(people("_lastUpdated=" + version.updated())).containsExactly(samir);
        assertThat(people("_lastUpdated=gt2027")).isEmpty();
        assertThat(people("_lastUpdated=ne2026")).isEmpty();
    }

    @Test
    void aCarerComesWithThePatientAndAPatientWithTheCarers() {
        Found forward = record.search(HOSPITAL, "RelatedPerson", "_include=RelatedPerson:patient");
        assertThat(forward.matches()).extracting(Version::id).containsExactly(tom);
        assertThat(forward.included()).extracting(Version::id).containsExactly(edith);
        assertThat(forward.total()).contains(1L);

        Found narrowed = record.search(HOSPITAL, "RelatedPerson", "_include=RelatedPerson:patient:Group");
        assertThat(narrowed.included()).isEmpty();

        Found backward = record.search(HOSPITAL, "Patient", "family=marlow&_revinclude=RelatedPerson:patient");
        assertThat(backward.matches()).extracting(Version::id).containsExactly(edith);
        assertThat(backward.included()).extracting(Version::id).containsExactly(tom);
    }

    @Test
    void aCountGivesTheNumberAndNobodysData() {
        Found counted = record.search(HOSPITAL, "Patient", "_summary=count");
        assertThat(counted.total()).contains(3L);
        assertThat(counted.matches()).isEmpty();
        assertThat(record.search(HOSPITAL, "Patient", "_count=0&birthdate=1941").total())
                .contains(1L);
    }

    @Test
    void everyUnchangedPersonAppearsOnceThoughOthersComeBetweenThePages() {
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            there.add(record.update(TESTER, "p" + (char) ('a' + i) + "m", named("Paged"))
                    .id());
        }
        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        int pages = 0;
        do {
            Found page = record.search(TESTER, "Patient", "family=paged&_count=5", after);
            page.matches().forEach(version -> seen.add(version.id()));
            after = page.next();
            pages++;
            record.clock.goOn(Duration.ofMinutes(1));
            record.update(TESTER, "a" + pages, named("Paged"));
            record.update(TESTER, "p" + (char) ('a' + 5 * pages) + "z", named("Paged"));
            record.update(TESTER, "z" + pages, named("Paged"));
        } while (after.isPresent());

        assertThat(seen).doesNotHaveDuplicates().containsAll(there);
        assertThat(pages).isGreaterThanOrEqualTo(5);
    }

    private static Patient named(String family) {
        Patient patient = new Patient();
        patient.addName().setFamily(family);
        return patient;
    }

    @Test
    void afterAChangeOnlyTheNewValueIsFound() {
        record.update(HOSPITAL, samir, People.person(People.SAMIR, "Samir", "Okoro", "1958"));

        assertThat(people("family=rahman")).isEmpty();
        assertThat(people("family=okoro")).containsExactly(samir);
    }
}
