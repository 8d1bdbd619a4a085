package org.carerrecord.gateway.identity.linkage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * People as they live in a town of the United Kingdom, all made up: couples, children, twins, sons who are called after their
 * father. Each is described once to three times as hand-typed records do ({@link UkClerk}).
 */
public final class UkPeople {

    static final List<String> MALE = Names.of("given male");
    static final List<String> FEMALE = Names.of("given female");
    static final List<String> FAMILIES = Names.of("family");

    private static final List<String> STREETS = List.of(
            "High Street",
            "Station Road",
            "Church Lane",
            "Mill Lane",
            "Park Road",
            "Victoria Road",
            "Green Lane",
            "Manor Road",
            "Kings Road",
            "Queens Avenue",
            "New Street",
            "Grange Close",
            "Springfield Way",
            "School Lane",
            "North Road",
            "The Crescent",
            "Albert Road",
            "Chapel Street",
            "West End",
            "Orchard Drive");
    private static final List<String> TOWNS =
            List.of("Uxbridge", "Hayes", "Ruislip", "Northwood", "Ickenham", "Harefield", "West Drayton", "Yiewsley");
    private static final List<String> BEGINNINGS = List.of(
            "Ash", "Bram", "Cald", "Dun", "Els", "Fair", "Gar", "Hax", "Ing", "Kel", "Lang", "Mor", "Nor", "Ock", "Pen",
            "Rad", "Sel", "Thorn", "Ul", "Wex", "Adey", "Oko", "Chowd", "Nak", "Per", "Vas", "Kow", "Mbe");
    private static final List<String> MIDDLES = List.of("a", "er", "in", "o", "ing", "en", "u", "ar", "i", "es");
    private static final List<String> ENDINGS = List.of(
            "ley", "ton", "ford", "ham", "well", "by", "worth", "field", "man", "son", "wood", "den", "bola", "hury",
            "mura", "era", "ska", "ki", "quist", "ghe");

    /** Nobody calls twins Jill and Gillian. */
    private static final Set<String> DIFFERENT = Set.of("different", "distant");

    private final Random random;
    private final List<Truth> people = new ArrayList<>();

    /** Who somebody is, before anybody writes it down. */
    public record Truth(
            String id,
            boolean female,
            String given,
            String middle,
            String family,
            LocalDate born,
            Place home,
            String mobile,
            String landline,
            String nhsNumber) {}

    public record Place(int house, String street, String town, String postcode) {}

    private UkPeople(long seed) {
        this.random = new Random(seed);
    }

    /** So many people, or a household more. */
    public static List<Truth> people(long seed, int number) {
        UkPeople town = new UkPeople(seed);
        while (town.people.size() < number) {
            town.household();
        }
        return town.people;
    }

    /** Descriptions of about so many people, in no order. */
    static List<Described> described(long seed, int number) {
        UkPeople town = new UkPeople(seed);
        while (town.people.size() < number) {
            town.household();
        }
        UkClerk clerk = new UkClerk(town, town.random);
        List<Described> written = new ArrayList<>();
        for (Truth one : town.people) {
            int times = 1 + town.random.nextInt(3);
            for (int i = 0; i < times; i++) {
                written.add(clerk.describes(one));
            }
        }
        java.util.Collections.shuffle(written, town.random);
        return written;
    }

    private void household() {
        Place home = place();
        String family = family();
        String landline = "020 8" + digits(7);
        LocalDate born = LocalDate.of(1930 + random.nextInt(60), 1, 1).plusDays(random.nextInt(365));
        Truth father = person(false, family, born, home, landline);
        people.add(father);
        people.add(person(true, family, born.plusDays(random.nextInt(3000) - 1500L), home, landline));
        LocalDate child = born.plusYears(22L + random.nextInt(15)).plusDays(random.nextInt(365));
        int kind = random.nextInt(100);
        if (kind < 4) {
            people.add(called(father, child));
        } else if (kind < 10) {
            boolean female = random.nextBoolean();
            Truth twin = person(female, family, child, home, landline);
            people.add(twin);
            people.add(twinOf(twin));
        } else if (kind < 60) {
            people.add(person(random.nextBoolean(), family, child, home, landline));
        }
    }

    /** A son of his father's name, at his address and with his phone. */
    private Truth called(Truth father, LocalDate born) {
        return new Truth(
                id(),
                false,
                father.given(),
                father.middle(),
                father.family(),
                born,
                father.home(),
                father.mobile(),
                father.landline(),
                number());
    }

    /** At one address, with one phone. */
    private Truth twinOf(Truth one) {
        boolean female = random.nextInt(3) > 0 == one.female();
        Truth other = person(female, one.family(), one.born(), one.home(), one.landline());
        return NameLikeness.given(name(one), name(other))
                        .filter(DIFFERENT::contains)
                        .isEmpty()
                ? twinOf(one)
                : new Truth(
                        other.id(),
                        female,
                        other.given(),
                        other.middle(),
                        one.family(),
                        one.born(),
                        one.home(),
                        one.mobile(),
                        one.landline(),
                        other.nhsNumber());
    }

    private static FullName name(Truth one) {
        return FullName.of(one.family(), one.given()).orElseThrow();
    }

    private Truth person(boolean female, String family, LocalDate born, Place home, String landline) {
        List<String> names = female ? FEMALE : MALE;
        return new Truth(
                id(), female, common(names), common(names), family, born, home, "077" + digits(8), landline, number());
    }

    private String id() {
        return "p" + people.size() + "-" + random.nextInt(1 << 20);
    }

    /** Common names stand in front. */
    private String common(List<String> names) {
        double place = Math.pow(random.nextDouble(), 1.7);
        return names.get((int) (place * names.size()));
    }

    String family() {
        return random.nextInt(10) < 6 ? common(FAMILIES) : pick(BEGINNINGS) + pick(MIDDLES) + pick(ENDINGS);
    }

    Place place() {
        String postcode = pick(List.of("UB", "HA", "TW")) + (1 + random.nextInt(9)) + " " + random.nextInt(10)
                + letter() + letter();
        return new Place(1 + random.nextInt(150), pick(STREETS), pick(TOWNS), postcode);
    }

    String digits(int number) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < number; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String number() {
        return "999" + digits(7);
    }

    private char letter() {
        return "ABDEFGHJLNPQRSTUWXYZ".charAt(random.nextInt(20));
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The names of the tables, common ones first. */
    private static final class Names {

        static List<String> of(String kind) {
            boolean family = kind.equals("family");
            List<String> names = new ArrayList<>();
            Table.rows("names").stream()
                    .filter(row -> kind.startsWith(row.get("kind")))
                    .flatMap(row -> List.of(row.get("names").split(" ")).stream())
                    .filter(name -> family || kind.endsWith(" female") == FEMALE_ONES.contains(name))
                    .map(name -> Character.toUpperCase(name.charAt(0)) + name.substring(1))
                    .forEach(names::add);
            return names;
        }

        private static final List<String> FEMALE_ONES = List.of(
                ("margaret susan mary patricia elizabeth sarah jean linda barbara christine karen helen julie ann anne"
                                + " jacqueline jennifer carol janet sandra dorothy joan catherine emma joyce pauline"
                                + " nicola laura rebecca claire jane amanda deborah tracey alison michelle rachel"
                                + " sharon lisa louise samantha charlotte jessica gemma hannah victoria emily amy"
                                + " sophie lucy katie olivia doris irene sheila maureen brenda shirley sylvia eileen"
                                + " kathleen hilda gillian edith florence elsie lilian ivy phyllis vera gladys marjorie"
                                + " betty audrey beryl valerie wendy marion diane lesley angela heather jill judith"
                                + " lynn rita maria kelly natalie stephanie danielle chloe megan bethany lauren ella"
                                + " grace ruby lily")
                        .split(" "));
    }
}
