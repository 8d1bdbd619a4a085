package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code _sort}, {@code _count} and {@code _total} (R4, 3.1.1.5). */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingOrderTest {

    private final TheRecord record;

    SearchingOrderTest(Database database) {
        record = TheRecord.on(database);
        put("a", "Baker", "1950-01-02", AdministrativeGender.MALE, "Organization/2");
        put("b", "adams", "1950", AdministrativeGender.FEMALE, "Organization/1");
        put("c", "Clark", null, AdministrativeGender.FEMALE, null);
        put("d", null, "1949", null, "Organization/1");
        put("e", "Baker", "1951", AdministrativeGender.OTHER, null);
    }

    private void put(
            String id,
            @Nullable String family,
            @Nullable String born,
            @Nullable AdministrativeGender gender,
            @Nullable String organization) {
        Patient patient = new Patient();
        if (gender != null) {
            patient.setGender(gender);
        }
        patient.setMeta(new Meta().setSource("urn:source:" + id));
        if (family != null) {
            patient.addName().setFamily(family).addGiven("Zed");
        }
        if (born != null) {
            patient.getBirthDateElement().setValueAsString(born);
        }
        if (organization != null) {
            patient.setManagingOrganization(new Reference(organization));
        }
        record.clock.goOn(Duration.ofSeconds(1));
        record.update(TESTER, id, patient);
    }

    @ParameterizedTest
    @CsvSource({
        "family, b a e c d",
        "-family, c a e b d",
        "birthdate, d b a e c",
        "-birthdate, e a b d c",
        "gender, b c a e d",
        "-gender, e a b c d",
        "'gender,-family', c b a e d",
        "'gender,family', b c a e d",
        "'family,-birthdate', b e a c d",
        "organization, b d a c e",
        "-organization, a b d c e",
        "_id, a b c d e",
        "-_id, e d c b a",
        "_lastUpdated, a b c d e",
        "-_lastUpdated, e d c b a",
        "_source, a b c d e",
        "-_source, e d c b a",
        "'name,-_id', b e a c d",
        "death-date, a b c d e"
    })
    void theOrderIsTheSameOnOnePageAndOnMany(String sort, String order) {
        List<String> expected = List.of(order.split(" "));
        assertThat(record.found(TESTER, "Patient", "_sort=" + sort)).containsExactlyElementsOf(expected);
        for (int count = 1; count < 5; count++) {
            assertThat(pages("_sort=" + sort + "&_count=" + count)).containsExactlyElementsOf(expected);
        }
    }

    private List<String> pages(String query) {
        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Found page = record.search(TESTER, "Patient", query, after);
            page.matches().forEach(version -> seen.add(version.id()));
            after = page.next();
        } while (after.isPresent());
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"family", "-birthdate", "gender,-_lastUpdated", "-_id"})
    void whatStaysAppearsOnceThoughOthersComeAndGoBetweenThePages(String sort) {
        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        int page = 0;
        do {
            Found found = record.search(TESTER, "Patient", "_sort=" + sort + "&_count=1", after);
            found.matches().forEach(version -> seen.add(version.id()));
            after = found.next();
            page++;
            put("a" + page, "Aaron", "1900", AdministrativeGender.FEMALE, null);
            put("z" + page, "Zz", "2000", AdministrativeGender.UNKNOWN, null);
            record.delete(TESTER, "Patient", "a" + (page - 1));
        } while (after.isPresent() && page < 40);

        assertThat(seen).doesNotHaveDuplicates().contains("a", "b", "c", "d", "e");
    }

    @Test
    void theTotalIsToldWhereItIsAskedForOrCostsNothing() {
        assertThat(total("_count=2")).isEmpty();
        assertThat(total("_count=2&_total=accurate")).contains(5L);
        assertThat(total("_count=2&_total=estimate&_sort=family")).contains(5L);
        assertThat(total("_count=2&_total=none")).isEmpty();
        assertThat(total("_total=none")).isEmpty();
        assertThat(total("")).contains(5L);
        assertThat(total("_count=1000000")).contains(5L);
        assertThat(total("_count=0")).contains(5L);
        Found first = record.search(TESTER, "Patient", "_count=2&_total=accurate");
        assertThat(record.search(TESTER, "Patient", "_count=2&_total=accurate", first.next())
                        .total())
                .contains(5L);
    }

    private Optional<Long> total(String query) {
        return record.search(TESTER, "Patient", query).total();
    }

    @Test
    void aSortedSearchIncludesToo() {
        Found found = record.search(TESTER, "Patient", "_sort=family&_revinclude=*&_include=*");
        assertThat(found.matches()).extracting(Version::id).containsExactly("b", "a", "e", "c", "d");
        assertThat(found.included()).isEmpty();
    }
}
