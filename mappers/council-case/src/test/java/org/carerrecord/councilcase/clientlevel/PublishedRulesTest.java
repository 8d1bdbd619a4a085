package org.carerrecord.councilcase.clientlevel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our tables against the published fields, rules and values, which are kept outside this project. */
class PublishedRulesTest {

    private static final Path COUNCIL = Story.project("../shared/data/council");

    /** Fields whose values are taken as they are said: no list of them is known. */
    private static final Set<String> WITHOUT_LIST = Set.of(
            "Assessment_Type",
            "Client_Funding_Status",
            "Cost_Frequency_Unit_Type",
            "Review_Reason",
            "Service_Component");

    /** What the scripts use for their own purposes, or what release 1 has and release 2 has no word for. */
    private static final Set<String> NO_VALUES = Set.of(
            "Total",
            "All",
            "NFA",
            "Not useful",
            "Long Term Support",
            "Invalid and not mapped",
            "Release 1 specification only: Not mapped",
            "Progress to financial assessment",
            "Progress to End of Life Care",
            "Provision of service");

    @BeforeEach
    void theDataIsThere() {
        Assumptions.assumeTrue(Files.isDirectory(COUNCIL), "no published fields beside the project");
    }

    @Test
    void theHeaderIsReleaseTwos() throws IOException {
        assertThat(ClientLevelRow.header())
                .isEqualTo(rows("cld-r2-fields.csv").stream()
                        .map(row -> row.get("data_field"))
                        .toList());
    }

    @Test
    void whatIsApplicableAndMandatoryIsAsPublished() throws IOException {
        Map<String, CSVRecord> published = new HashMap<>();
        rows("cld-r1-fields-applicable-mandatory.csv").forEach(row -> published.put(row.get("data_field"), row));
        for (ClientLevelRow row : everyKindOfRow()) {
            Map<String, String> releaseOne = releaseOne(row);
            for (FieldRule rule : FieldRule.ALL) {
                CSVRecord sql =
                        Objects.requireNonNull(published.get(rule.field().heading()));
                boolean applicable = SqlCondition.isYes(sql.get("applicable_when_sql"), releaseOne);
                assertThat(rule.applicable().holds(row))
                        .as(rule.field() + " applies to " + row.cells())
                        .isEqualTo(applicable);
                assertThat(rule.applicable().holds(row) && rule.mandatory().holds(row))
                        .as(rule.field() + " is mandatory for " + row.cells())
                        .isEqualTo(applicable && SqlCondition.isYes(sql.get("mandatory_when_sql"), releaseOne));
            }
        }
    }

    /** Of carers: each event type with what the rules look at. */
    private static List<ClientLevelRow> everyKindOfRow() {
        List<ClientLevelRow> rows = new ArrayList<>();
        rows.add(row(Map.of(Field.CLIENT_TYPE, "Unpaid carer known by association")));
        for (String died : List.of("", "2026-08-01")) {
            for (String assessment : List.of("", "Long term assessment", "Financial assessment")) {
                rows.add(event("Assessment", died, Field.ASSESSMENT_TYPE, assessment));
            }
            for (String reason : List.of("", "Planned", "Review of short term support")) {
                rows.add(event("Review", died, Field.REVIEW_REASON, reason));
            }
            rows.add(event("Request", died, Field.REQUEST_ROUTE_OF_ACCESS, ""));
            for (String type : List.of("Unpaid carer support: Direct to unpaid carer", "Short term support: ST-Max")) {
                for (String component : List.of("", "Short term nursing care", "Carer respite", "Direct payment")) {
                    for (String delivery : List.of("", "Direct payment", "CASSR commissioned support")) {
                        Map<Field, String> cells = new EnumMap<>(
                                event("Service", died, Field.SERVICE_TYPE, type).cells());
                        cells.put(Field.SERVICE_COMPONENT, component);
                        cells.put(Field.DELIVERY_MECHANISM, delivery);
                        rows.add(row(cells));
                    }
                }
            }
        }
        return rows;
    }

    private static ClientLevelRow event(String type, String died, Field field, String value) {
        return row(Map.of(
                Field.CLIENT_TYPE, "Unpaid carer", Field.EVENT_TYPE, type, Field.DATE_OF_DEATH, died, field, value));
    }

    private static ClientLevelRow row(Map<Field, String> cells) {
        Map<Field, String> said = new EnumMap<>(Field.class);
        cells.forEach((field, cell) -> {
            if (!cell.isEmpty()) {
                said.put(field, cell);
            }
        });
        return new ClientLevelRow(said);
    }

    private static Map<String, String> releaseOne(ClientLevelRow row) {
        Map<String, String> cells = new HashMap<>();
        row.cells()
                .forEach((field, cell) -> cells.put(
                        field.heading(), cell.replace("Unpaid carer", "Carer").replace("unpaid carer", "carer")));
        return cells;
    }

    @Test
    void everyPublishedValueIsKnownOrNamedAsNone() throws IOException {
        for (CSVRecord literal : rows("cld-value-literals.csv")) {
            Optional<Field> field = ValueLists.field(named(literal.get("field_or_ref_table")));
            String value = literal.get("value");
            if (field.isPresent() && !WITHOUT_LIST.contains(field.get().heading()) && !NO_VALUES.contains(value)) {
                assertThat(ValueLists.value(field.get(), value).or(() -> ValueLists.value(Field.SERVICE_TYPE, value)))
                        .as(field.get().heading() + ": " + value)
                        .isPresent();
            }
        }
    }

    private static String named(String table) {
        return switch (table) {
            case "REF_Accommodation_Status" -> "Accommodation_Status";
            case "REF_Employment_Status" -> "Employment_Status";
            case "REF_Ethnicity" -> "Ethnicity";
            case "REF_Event_Outcome_Hierarchy", "REF_SEQUEL_MAPPING" -> "Event_Outcome";
            case "REF_Service_Type" -> "Service_Type";
            default -> table;
        };
    }

    private static List<CSVRecord> rows(String file) throws IOException {
        try (Reader text = Files.newBufferedReader(COUNCIL.resolve(file));
                CSVParser rows = CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(text)) {
            return rows.getRecords();
        }
    }
}
