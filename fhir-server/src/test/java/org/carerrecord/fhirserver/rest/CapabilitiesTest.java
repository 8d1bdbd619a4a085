package org.carerrecord.fhirserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server says that it can be searched by works, and what works it says. */
class CapabilitiesTest {

    private static final Map<SearchParamType, String> VALUES = Map.of(
            SearchParamType.TOKEN, "s|c",
            SearchParamType.STRING, "a",
            SearchParamType.URI, "http://a.example",
            SearchParamType.DATE, "ge2026",
            SearchParamType.NUMBER, "lt5",
            SearchParamType.QUANTITY, "5.4|s|c",
            SearchParamType.REFERENCE, "Patient/1");

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyParameterAndIncludeThatIsNamedWorks(Database database) {
        TheRecord record = TheRecord.on(database);
        Set<String> types = new HashSet<>(TheRecord.CONTEXT.getResourceTypes());
        // It has a search of its own.
        types.remove("Provenance");
        SearchCapabilities capabilities = new SearchCapabilities(TheRecord.PARAMETERS, types);
        int tried = 0;
        for (String type : types) {
            CapabilityStatementRestResourceComponent resource =
                    new CapabilityStatementRestResourceComponent().setType(type);
            capabilities.add(resource);
            Set<String> named = new HashSet<>();
            for (CapabilityStatementRestResourceSearchParamComponent param : resource.getSearchParam()) {
                assertThat(param.getDefinition()).startsWith("http");
                assertThat(named.add(param.getName())).as(param.getName()).isTrue();
                assertThat(record.found(TESTER, type, query(type, param)))
                        .as("%s?%s", type, param.getName())
                        .isEmpty();
                tried++;
            }
            assertThat(named)
                    .containsAll(TheRecord.PARAMETERS.of(type).keySet())
                    .contains("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source");
            List<String> includes = new ArrayList<>();
            resource.getSearchInclude().forEach(include -> includes.add("_include=" + include.getValue()));
            resource.getSearchRevInclude().stream()
                    .filter(include -> !include.getValue().equals("Provenance:target"))
                    .forEach(include -> includes.add("_revinclude=" + include.getValue()));
            for (int from = 0; from < includes.size(); from += 50) {
                List<String> some = includes.subList(from, Math.min(from + 50, includes.size()));
                record.found(TESTER, type, String.join("&", some));
            }
        }
        assertThat(tried).isGreaterThan(2000);
    }

    /** Its value, its absence and its order, at once. */
    private static String query(String type, CapabilityStatementRestResourceSearchParamComponent param) {
        String name = param.getName();
        if (param.getType() == SearchParamType.COMPOSITE) {
            int parts =
                    TheRecord.PARAMETERS.find(type, name).orElseThrow().parts().size();
            String value = name.endsWith("date") ? "2026" : "5";
            return name + "=c" + ("$" + value).repeat(parts - 1);
        }
        String value = name.equals("_id") ? "1" : VALUES.get(param.getType());
        String missing = Set.of("_id", "_lastUpdated").contains(name) ? "" : "&" + name + ":missing=false";
        return name + "=" + value + missing + "&_sort=-" + name;
    }
}
