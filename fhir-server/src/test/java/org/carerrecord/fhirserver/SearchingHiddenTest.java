package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.CARERS_CENTRE;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;

import java.util.List;
import org.carerrecord.fhirserver.store.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** No search tells anything of what is hidden. */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingHiddenTest extends EdithsCarers {

    SearchingHiddenTest(Database database) {
        super(database);
    }

    @Test
    void whoMayNotReadPatientsLearnsNothingOfThemThroughCarers() {
        // The carers centre may read carers of a person referred to it, but no Patient: so the chain finds nothing.
        record.tie("ZV1", record.count("select pk from resource where id = ?", edith), "referred");
        Found found = record.search(CARERS_CENTRE, "RelatedPerson", EDITHS + "&_include=RelatedPerson:patient");
        assertThat(found.matches()).isEmpty();
        assertThat(found.included()).isEmpty();

        Found browsed = record.search(CARERS_CENTRE, "RelatedPerson", "_include=RelatedPerson:patient");
        assertThat(browsed.matches()).extracting(Version::id).containsExactly(tom);
        assertThat(browsed.included()).isEmpty();
        assertThat(record.found(CARERS_CENTRE, "RelatedPerson", "patient.family=marlow"))
                .isEmpty();
    }

    @Test
    void aFilterOnWhatIsHiddenFindsNothing() {
        record.found(COUNCIL, "RelatedPerson", EDITHS);

        assertThat(record.found(COUNCIL, "RelatedPerson", "name=hale")).isEmpty();
        assertThat(record.found(COUNCIL, "RelatedPerson", People.nhs(People.RUTH)))
                .isEmpty();
        assertThat(record.search(COUNCIL, "RelatedPerson", "name=hale&_summary=count")
                        .total())
                .contains(0L);
    }

    @Test
    void noLinkGoesThroughWhatIsHidden() {
        record.found(COUNCIL, "RelatedPerson", EDITHS);

        assertThat(record.found(COUNCIL, "Patient", "_has:RelatedPerson:patient:name=tom"))
                .containsExactly(edith);
        for (String hidden : List.of("name=hale", "_id=" + ruth, "name:contains=al", People.nhs(People.RUTH))) {
            assertThat(record.found(COUNCIL, "Patient", "_has:RelatedPerson:patient:" + hidden))
                    .as(hidden)
                    .isEmpty();
            assertThat(record.found(COUNCIL, "RelatedPerson", "patient._has:RelatedPerson:patient:" + hidden))
                    .as(hidden)
                    .isEmpty();
            assertThat(record.search(
                                    COUNCIL,
                                    "Patient",
                                    "_has:RelatedPerson:patient:" + hidden + "&_total=accurate&_count=0")
                            .total())
                    .contains(0L);
        }
        for (String include : List.of("_revinclude=*", "_revinclude=RelatedPerson:*", "_revinclude:iterate=*")) {
            assertThat(record.search(COUNCIL, "Patient", include).included())
                    .as(include)
                    .extracting(Version::id)
                    .containsExactly(tom);
        }
        assertThat(record.search(COUNCIL, "RelatedPerson", "_include:iterate=*&_revinclude:iterate=*")
                        .included())
                .extracting(Version::id)
                .containsExactly(edith);
    }

    @Test
    void nothingIsLearntOfWhatIsHiddenByWhatItIsNot() {
        // The carers centre sees Tom, but no Patient.
        record.tie("ZV1", record.count("select pk from resource where id = ?", edith), "referred");
        assertThat(record.found(CARERS_CENTRE, "RelatedPerson", "")).containsExactly(tom);

        for (String link : List.of(
                "patient.gender:missing=true",
                "patient.gender:missing=false",
                "patient.gender:not=male",
                "patient._id=" + edith,
                "patient._id:not=x",
                "patient._lastUpdated=gt2000",
                "patient.organization:missing=true",
                "patient._has:RelatedPerson:patient:_id=" + tom)) {
            assertThat(record.found(CARERS_CENTRE, "RelatedPerson", link))
                    .as(link)
                    .isEmpty();
        }
        for (String include : List.of("_include=*", "_include:iterate=*", "_include=RelatedPerson:*")) {
            assertThat(record.search(CARERS_CENTRE, "RelatedPerson", include).included())
                    .as(include)
                    .isEmpty();
        }
    }

    @Test
    void anOrderAndATotalTellNothingOfWhatIsHidden() {
        record.found(COUNCIL, "RelatedPerson", EDITHS);
        record.create(HOSPITAL, People.samir());

        for (String sort : List.of("name", "-name", "patient", "_lastUpdated", "-_id", "birthdate,identifier")) {
            Found page = record.search(COUNCIL, "RelatedPerson", "_count=1&_total=accurate&_sort=" + sort);
            assertThat(page.matches()).as(sort).extracting(Version::id).containsExactly(tom);
            assertThat(page.total()).as(sort).contains(1L);
            assertThat(page.next()).as(sort).isEmpty();
        }
        assertThat(record.search(COUNCIL, "Patient", "_total=accurate&_count=1").total())
                .contains(1L);
        assertThat(record.found(COUNCIL, "Patient", "gender:missing=true")).containsExactly(edith);
        assertThat(record.found(COUNCIL, "Patient", "identifier:not=x")).containsExactly(edith);
    }
}
