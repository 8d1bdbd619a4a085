package org.carerrecord.gateway.identity.linkage;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under what a person is looked for, so that candidates come from an index: two descriptions of one person share a key, even
 * when one or two of their elements are mistyped.
 */
public final class BlockingKeys {

    private BlockingKeys() {}

    /** The keys, as texts that begin with their kind. */
    public static Set<String> of(Particulars person) {
        Set<String> keys = few(person);
        person.names().forEach(name -> named(name, person, keys));
        return keys;
    }

    /** Those of numbers, which one person alone has. */
    public static Set<String> numbers(Particulars person) {
        return person.numbers().entrySet().stream()
                .map(number -> "number " + number.getKey() + " " + number.getValue())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those of what is one person's own: numbers, telephones, email addresses. */
    public static Set<String> own(Particulars person) {
        Set<String> keys = numbers(person);
        person.phones().forEach(phone -> keys.add("phone " + phone.e164()));
        person.emails().forEach(email -> keys.add("email " + email));
        return keys;
    }

    /** Those of where somebody is: telephones, email addresses, and all that holds a home. */
    public static Set<String> whereabouts(Particulars person) {
        Set<String> keys = of(person);
        keys.removeAll(of(person.withoutWhereabouts()));
        return keys;
    }

    /** Those that few people share, whatever they are called: what is their own, the day of their birth, and their home. */
    public static Set<String> few(Particulars person) {
        Set<String> keys = own(person);
        person.born().filter(BirthDate::isWhole).ifPresent(born -> keys.add("born " + born.year() + eitherWay(born)));
        person.homes().stream()
                .filter(home -> !home.postcode().isEmpty() && !home.house().isEmpty())
                .forEach(home -> keys.add("home " + home.postcode() + " " + home.house()));
        return keys;
    }

    private static void named(FullName name, Particulars person, Set<String> keys) {
        boolean whole = name.givenSound().length() > 1 && name.familySound().length() > 1;
        if (name.hasFamily()) {
            person.homes().stream()
                    .filter(home -> !home.postcode().isEmpty())
                    .forEach(home -> keys.add("family " + name.familySound() + " " + home.postcode()));
            person.born().ifPresent(born -> keys.add("family " + name.familySound() + " " + born.year()));
        }
        if (name.hasGiven()) {
            for (String full : Nicknames.fullNames(name.first())) {
                String given = full.substring(0, Math.min(4, full.length()));
                person.born()
                        .filter(born -> !born.month().isEmpty())
                        .ifPresent(born -> keys.add("given " + given + " " + born.year() + born.month()));
                person.homes().stream()
                        .filter(home -> !home.postcode().isEmpty())
                        .forEach(home -> keys.add("given " + given + " " + home.postcode()));
            }
        }
        if (whole) {
            boolean inOrder = name.givenSound().compareTo(name.familySound()) <= 0;
            keys.add("names " + (inOrder ? name.givenSound() : name.familySound()) + " "
                    + (inOrder ? name.familySound() : name.givenSound()));
        }
    }

    /** The same for a day and month in each other's place. */
    private static String eitherWay(BirthDate born) {
        return born.month().compareTo(born.day()) <= 0 ? born.month() + born.day() : born.day() + born.month();
    }
}
