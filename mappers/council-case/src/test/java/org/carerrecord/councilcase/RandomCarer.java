package org.carerrecord.councilcase;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.carerrecord.councilcase.clientlevel.ClientLevelRow;
import org.carerrecord.councilcase.row.Field;

/** Valid rows of one carer, release 2, drawn by a seeded die. */
final class RandomCarer {

    private static final List<String> ETHNICITIES = List.of(
            "White: Roma",
            "White: Irish",
            "Other ethnic group: Arab",
            "Asian or Asian British: Chinese",
            "No data: Refused");
    private static final List<String> OUTCOMES = List.of(
            "NFA: Support declined",
            "Continuation of support or services",
            "Progress to reablement/ST-Max",
            "NFA: Deceased");
    private static final List<String> HOMES = List.of(
            "Owner occupier or shared ownership scheme",
            "Tenant: Private landlord",
            "Unknown: Presumed at home",
            "Refuge");
    private static final List<String> WORK =
            List.of("Paid: Less than 16 hours a week", "Not in paid employment: Seeking work", "Unknown");
    private static final List<String> HOURS = List.of("20", "20-34", "50+", "less than 20");
    private static final List<String> NHS_NUMBERS = List.of("9990000026", "9990000034", "9990000050", "9990000069");

    private RandomCarer() {}

    static List<ClientLevelRow> rows(Random random) {
        Map<Field, String> person = person(random);
        List<ClientLevelRow> rows = new ArrayList<>();
        int events = random.nextInt(4);
        for (int at = 0; at < events; at++) {
            rows.add(new ClientLevelRow(event(new EnumMap<>(person), random, at)));
        }
        if (events == 0) {
            person.put(Field.CLIENT_TYPE, "Unpaid carer known by association");
            person.putIfAbsent(Field.ADULT_1_LINKED_PERSON_ID, "C77");
            person.put(
                    Field.NO_OF_ADULTS_BEING_CARED_FOR, person.getOrDefault(Field.NO_OF_ADULTS_BEING_CARED_FOR, "1"));
            rows.add(new ClientLevelRow(person));
        }
        return rows;
    }

    /** A field without which no event of any type has a row, and that reading does not need. */
    static Field mandatoryOfEveryEvent(Random random) {
        return one(
                random,
                List.of(
                        Field.GENDER,
                        Field.ETHNICITY,
                        Field.POSTCODE,
                        Field.NHS_NUMBER,
                        Field.ACCOMMODATION_STATUS,
                        Field.HAS_UNPAID_CARER,
                        Field.EVENT_START_DATE,
                        Field.EVENT_OUTCOME));
    }

    private static Map<Field, String> person(Random random) {
        Map<Field, String> cells = new EnumMap<>(Field.class);
        cells.put(Field.LA_CODE, "999");
        cells.put(Field.REPORTING_PERIOD_START_DATE, "2026-07-01");
        cells.put(Field.REPORTING_PERIOD_END_DATE, "2026-09-30");
        cells.put(Field.NHS_NUMBER, one(random, NHS_NUMBERS));
        cells.put(Field.LA_PERSON_UNIQUE_IDENTIFIER, "C" + (1000 + random.nextInt(9000)));
        cells.put(Field.CLIENT_TYPE, "Unpaid carer");
        cells.put(Field.GENDER, one(random, List.of("Female", "Male", "Other", "Unknown")));
        cells.put(Field.ETHNICITY, one(random, ETHNICITIES));
        cells.put(
                Field.DATE_OF_BIRTH,
                LocalDate.of(1930, 1, 1).plusDays(random.nextInt(27_000)).toString());
        cells.put(Field.PRIMARY_SUPPORT_REASON, "Social support: Support to unpaid carer");
        cells.put(Field.POSTCODE, "ZZ99 " + random.nextInt(10) + "AA");
        cells.put(Field.ACCOMMODATION_STATUS, one(random, HOMES));
        cells.put(Field.HAS_UNPAID_CARER, one(random, List.of("Yes", "No", "Unknown")));
        maybe(random, cells, Field.EMPLOYMENT_STATUS, one(random, WORK));
        maybe(random, cells, Field.GP_PRACTICE_CODE, "Z00001");
        linked(random, cells);
        return cells;
    }

    private static void linked(Random random, Map<Field, String> cells) {
        List<Field> fields =
                List.of(Field.ADULT_1_LINKED_PERSON_ID, Field.ADULT_2_LINKED_PERSON_ID, Field.ADULT_3_LINKED_PERSON_ID);
        int adults = random.nextInt(4);
        for (int at = 0; at < adults; at++) {
            cells.put(fields.get(at), "C" + (100 + at));
        }
        if (adults > 0) {
            cells.put(Field.NO_OF_ADULTS_BEING_CARED_FOR, Integer.toString(adults + random.nextInt(2)));
        }
        maybe(random, cells, Field.TOTAL_HRS_CARING_PER_WEEK, one(random, HOURS));
    }

    private static Map<Field, String> event(Map<Field, String> cells, Random random, int number) {
        LocalDate start = LocalDate.of(2026, 7, 1).plusDays(random.nextInt(60));
        cells.put(Field.EVENT_START_DATE, start.toString());
        cells.put(Field.EVENT_END_DATE, start.plusDays(random.nextInt(40)).toString());
        cells.put(Field.EVENT_REFERENCE, "E-" + number);
        cells.put(Field.EVENT_OUTCOME, one(random, OUTCOMES));
        maybe(random, cells, Field.EVENT_DESCRIPTION, "in two lines,\nwith \"quotation marks\" and é");
        switch (random.nextInt(4)) {
            case 0 -> {
                cells.put(Field.EVENT_TYPE, "Request");
                cells.put(Field.REQUEST_ROUTE_OF_ACCESS, "Community or other route");
            }
            case 1 -> {
                cells.put(Field.EVENT_TYPE, "Assessment");
                cells.put(Field.ASSESSMENT_TYPE, "Long term assessment");
                cells.put(Field.METHOD_OF_ASSESSMENT, "Service User and Carer");
                maybe(random, cells, Field.ELIGIBLE_NEEDS_IDENTIFIED, "Yes");
            }
            case 2 -> service(cells, random);
            default -> {
                cells.put(Field.EVENT_TYPE, "Review");
                cells.put(Field.REVIEW_REASON, "Planned");
                cells.put(Field.REVIEW_OUTCOMES_ACHIEVED, "Fully");
                cells.put(Field.METHOD_OF_REVIEW, "Service User Only");
            }
        }
        return cells;
    }

    private static void service(Map<Field, String> cells, Random random) {
        cells.put(Field.EVENT_TYPE, "Service");
        cells.put(Field.SERVICE_TYPE, "Unpaid carer support: Direct to unpaid carer");
        cells.put(Field.SERVICE_COMPONENT, "Direct payment");
        maybe(random, cells, Field.DELIVERY_MECHANISM, "CASSR managed personal budget");
        cells.put(Field.UNIT_COST, random.nextInt(500) + ".50");
        cells.put(Field.COST_FREQUENCY_UNIT_TYPE, "one-off");
        cells.put(Field.PLANNED_UNITS_PER_WEEK, Integer.toString(1 + random.nextInt(9)));
        if (random.nextBoolean()) {
            cells.remove(Field.EVENT_END_DATE);
        }
    }

    private static void maybe(Random random, Map<Field, String> cells, Field field, String value) {
        if (random.nextBoolean()) {
            cells.put(field, value);
        }
    }

    private static <T> T one(Random random, List<T> several) {
        return several.get(random.nextInt(several.size()));
    }
}
