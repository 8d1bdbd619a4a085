package org.carerrecord.hospitaldischarge;

import java.util.List;
import java.util.Random;

/** Messages about people who do not exist, of every shape that a field may take; a seed makes them. */
final class PeopleOfEveryKind {

    private static final List<String> FAMILIES =
            List.of("MARLOW", "O'NEILL", "Müller", "NÍ BHRIAIN", "SMITH-JONES", "HALE", "DE&VRIES", "A\\T\\B");
    private static final List<String> GIVEN = List.of("ANN", "TOM", "Zoë", "JO", "PAT", "X", "MARY JANE");
    private static final List<String> NAME_TYPES = List.of("", "L", "D", "M", "N", "BAD", "Q", "R");
    private static final List<String> ADDRESS_TYPES = List.of("", "H", "B", "O", "C", "BA", "M", "P");
    private static final List<String> SEXES = List.of("", "1", "2", "9", "0", "F", "M", "X", "Q");
    private static final List<String> DATES =
            List.of("", "1941", "194103", "19410302", "194103020815", "19411399", "\"\"");
    private static final List<String> TELECOMS = List.of(
            "",
            "01632960001^PRN^PH",
            "01632960002^WPN^PH",
            "07700900003^^CP",
            "^NET^Internet^a@example.org",
            "01632960004",
            "01632960005^^FX",
            "^^^^44^1632^960006",
            "01632960007^PRS^BP");
    private static final List<String> WORDS = List.of(
            "",
            "Carer",
            "MOTHER",
            "daughter/carer",
            "NOK",
            "Walks the dog",
            "Neighbour",
            "CGV",
            "SPO",
            "GRD",
            "NCH",
            "EMC",
            "OTH",
            "UNK",
            "TRA",
            "FOSTER PARENT",
            "98",
            "1",
            "20^Carer",
            "Q7^Has a key^L",
            "43^Daughter and carer");
    private static final List<String> ROLES = List.of("", "", "", "N", "C", "E", "U", "O", "S");
    private static final List<String> ORGANISATIONS = List.of("", "", "", "", "SUNNY HOME CARE LTD", "BRIGHT LTD");
    private static final List<String> LANGUAGES = List.of("", "EN", "CY", "FR", "QQ");
    private static final List<String> MARITAL = List.of("", "M", "S", "W", "D", "P", "U", "B", "A^^HL70002", "G", "Z");

    private PeopleOfEveryKind() {}

    static String message(Random random) {
        StringBuilder message = new StringBuilder("MSH|^~\\&|PAS|RZ1|||20261120||ADT^A31|1|P|2.4\r");
        message.append(segment(
                "PID",
                "1",
                "",
                "W" + random.nextInt(1000) + "^^^PAS^MR~9990000018^^^NHS",
                "",
                name(random),
                "",
                of(DATES, random),
                of(SEXES, random),
                "",
                "",
                address(random),
                "",
                of(TELECOMS, random),
                of(TELECOMS, random),
                of(LANGUAGES, random),
                of(MARITAL, random),
                "||||||||||||" + of(DATES, random),
                of(List.of("", "Y", "N", "?"), random)));
        for (int party = random.nextInt(5); party > 0; party--) {
            message.append(segment(
                    "NK1",
                    Integer.toString(party),
                    name(random),
                    relationship(random),
                    address(random),
                    of(TELECOMS, random) + "~" + of(TELECOMS, random),
                    of(TELECOMS, random),
                    of(ROLES, random),
                    of(DATES, random),
                    random.nextInt(4) == 0 ? of(DATES, random) : "",
                    "|||" + of(ORGANISATIONS, random),
                    "",
                    of(SEXES, random),
                    of(DATES, random),
                    "|||" + of(LANGUAGES, random)));
        }
        return message.toString();
    }

    private static String segment(String name, String... fields) {
        return name + "|" + String.join("|", fields) + "\r";
    }

    private static String relationship(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "%02d".formatted(1 + random.nextInt(51));
            case 1 -> of(WORDS, random);
            default -> of(WORDS, random) + "~" + (1 + random.nextInt(51));
        };
    }

    private static String name(Random random) {
        String name = of(FAMILIES, random) + "^" + of(GIVEN, random) + "^"
                + (random.nextBoolean() ? of(GIVEN, random) : "") + "^^" + (random.nextBoolean() ? "MRS" : "") + "^^"
                + of(NAME_TYPES, random);
        return random.nextInt(6) == 0 ? name + "~" + of(FAMILIES, random) + "^^^^^^M" : name;
    }

    private static String address(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "4 MILL LANE^^WENBURY^SUSSEX^ZZ99 1AA^GBR^" + of(ADDRESS_TYPES, random);
            case 2 -> "&QUAY STREET&12^FLAT 2^DUNWATER^^ZZ99 2BB^^" + of(ADDRESS_TYPES, random);
            default -> "^^WENBURY^^^^" + of(ADDRESS_TYPES, random);
        };
    }

    private static String of(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
