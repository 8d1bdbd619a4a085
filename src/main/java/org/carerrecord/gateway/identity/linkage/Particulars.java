package org.carerrecord.gateway.identity.linkage;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a description tells of a person, read once; what is not told, or told as a placeholder, is not there.
 *
 * @param sex {@code male} or {@code female}
 * @param numbers identifiers by their system; each may be wrong
 * @param relations codes of the relation to a cared-for person
 */
public record Particulars(
        List<FullName> names,
        Optional<BirthDate> born,
        Optional<String> sex,
        List<Home> homes,
        Set<Phone> phones,
        Set<String> emails,
        Map<String, String> numbers,
        Set<String> relations) {

    private static final Set<String> SEXES = Set.of("male", "female");

    /** RFC 5321, 4.5.3.1: 64 and 255 characters and the sign between them. */
    private static final int LONGEST_EMAIL = 320;

    /** Names, homes, phones, emails of one person that are looked at. */
    private static final int MOST = 8;

    public Particulars {
        names = names.stream().limit(MOST).toList();
        homes = homes.stream().limit(MOST).toList();
        phones = phones.stream().limit(MOST).collect(Collectors.toUnmodifiableSet());
        emails = emails.stream().limit(MOST).collect(Collectors.toUnmodifiableSet());
        numbers = Map.copyOf(numbers);
        relations = Set.copyOf(relations);
    }

    /** The same without telephones, email addresses and homes. */
    Particulars withoutWhereabouts() {
        return new Particulars(names, born, sex, List.of(), Set.of(), Set.of(), numbers, relations);
    }

    /** Gathers what is told, in the words in which it is told. */
    public static final class Told {

        private final Set<FullName> names = new LinkedHashSet<>();
        private final Set<Home> homes = new LinkedHashSet<>();
        private final Set<Phone> phones = new LinkedHashSet<>();
        private final Set<String> emails = new LinkedHashSet<>();
        private final Map<String, String> numbers = new LinkedHashMap<>();
        private final Set<String> relations = new LinkedHashSet<>();
        private Optional<BirthDate> born = Optional.empty();
        private Optional<String> sex = Optional.empty();

        public Told name(String family, String given) {
            FullName.of(family, given).ifPresent(names::add);
            return this;
        }

        public Told born(String date) {
            born = BirthDate.of(date);
            return this;
        }

        /** @param said {@code male}, {@code female}, {@code m}, {@code f}; anything else is not told */
        public Told sex(String said) {
            String plain = said.strip().toLowerCase(Locale.ROOT);
            sex = Optional.of(plain.equals("m") ? "male" : plain.equals("f") ? "female" : plain)
                    .filter(SEXES::contains);
            return this;
        }

        public Told home(List<String> lines, String town, String postcode) {
            Home home = Home.of(lines, town, postcode);
            if (!home.equals(new Home("", "", "", ""))) {
                homes.add(home);
            }
            return this;
        }

        public Told phone(String number) {
            Phone.of(number).ifPresent(phones::add);
            return this;
        }

        public Told email(String address) {
            String plain = address.strip().toLowerCase(Locale.ROOT);
            if (plain.length() <= LONGEST_EMAIL && plain.indexOf('@') > 0 && !Placeholders.isEmail(plain)) {
                emails.add(plain);
            }
            return this;
        }

        public Told number(String system, String value) {
            String plain = value.replaceAll("[^A-Za-z0-9]", "");
            if (!Placeholders.isNumber(plain)) {
                numbers.put(system, plain);
            }
            return this;
        }

        public Told relation(String code) {
            relations.add(code);
            return this;
        }

        public Particulars all() {
            return new Particulars(
                    List.copyOf(names), born, sex, List.copyOf(homes), phones, emails, numbers, relations);
        }
    }
}
