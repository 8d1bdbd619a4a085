package org.carerrecord.fhirserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.Found;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoSaidTest {

    private final TheRecord record = TheRecord.on(Database.H2);

    @ParameterizedTest
    @CsvSource({
        "_revinclude=Provenance:target, part",
        "_revinclude=Provenance:*, part",
        "_revinclude=Provenance:target:Organization, part",
        "_revinclude=Provenance:*:Organization, part",
        "_revinclude:iterate=Provenance:target, part patient whole",
        "_revinclude:iterate=Provenance:*, part patient whole",
        "_revinclude:iterate=Provenance:target:Organization, part whole",
        "_revinclude=Provenance:target:Patient, ''",
        "_revinclude=Provenance:agent, ''",
        "_revinclude=Patient:organization, ''",
        "_include=Provenance:target, ''"
    })
    void itIsAskedOfMatchesAndOfWhatIsIncludedByAnyOfItsNames(String parameter, String of) {
        record.update(TESTER, "whole", new Organization().setName("Whole"));
        record.update(
                TESTER, "part", new Organization().setName("Part").setPartOf(new Reference("Organization/whole")));
        record.update(TESTER, "patient", new Patient().setManagingOrganization(new Reference("Organization/part")));
        Found found = record.search(
                TESTER, "Organization", "_id=part&_include=Organization:partof&_revinclude=Patient:organization");

        WhoSaid whoSaid = WhoSaid.of("Organization", QueryStrings.parse("search", parameter));

        List<String> expected = of.isEmpty() ? List.of() : List.of(of.split(" "));
        assertThat(whoSaid.isWanted()).isEqualTo(!expected.isEmpty());
        assertThat(whoSaid.of(found).stream().map(Version::id).sorted()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "_revinclude=Provenance:target&_revinclude=Task:focus, Task:focus",
        "_revinclude=Provenance:target:Patient, ''",
        "_revinclude=Provenance:target:Group, Provenance:target:Group",
        "_revinclude=Provenance:agent, Provenance:agent"
    })
    void theSearchItselfIsAskedTheRest(String asked, String rest) {
        Map<String, String[]> parameters = new LinkedHashMap<>(QueryStrings.parse("search", asked));
        assertThat(WhoSaid.without("Patient", parameters).get("_revinclude"))
                .containsExactly(rest.isEmpty() ? new String[0] : new String[] {rest});
    }
}
