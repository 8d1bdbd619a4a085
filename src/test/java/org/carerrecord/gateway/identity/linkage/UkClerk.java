package org.carerrecord.gateway.identity.linkage;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.carerrecord.gateway.identity.linkage.UkPeople.Place;
import org.carerrecord.gateway.identity.linkage.UkPeople.Truth;

/** Writes people down as busy hands do: in full, in short, misheard, mistyped, out of date, or not at all. */
final class UkClerk {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final UkPeople town;
    private final Random random;

    UkClerk(UkPeople town, Random random) {
        this.town = town;
        this.random = random;
    }

    Described describes(Truth one) {
        Particulars.Told told = new Particulars.Told();
        name(one, told);
        if (!happens(6)) {
            told.born(born(one.born()));
        }
        if (!happens(15)) {
            told.sex(happens(1) == one.female() ? "male" : "female");
        }
        if (!happens(8)) {
            home(happens(12) ? town.place() : one.home(), told);
        }
        if (!happens(35)) {
            told.phone(happens(12) ? "077" + town.digits(8) : happens(3) ? mistyped(one.mobile()) : one.mobile());
        }
        if (!happens(60)) {
            told.phone(one.landline());
        }
        if (happens(45)) {
            told.number(
                    "number",
                    happens(1) ? "999" + town.digits(7) : happens(1) ? mistyped(one.nhsNumber()) : one.nhsNumber());
        }
        if (happens(2)) {
            told.phone("00000000000").number("number", "0000000000");
        }
        return new Described(one.id(), told.all());
    }

    private void name(Truth one, Particulars.Told told) {
        String given = happens(8) ? form(one.given()) : happens(5) ? mistyped(one.given()) : one.given();
        if (happens(3)) {
            given = given.substring(0, 1);
        }
        if (happens(1)) {
            given = one.middle();
        }
        String family = one.family();
        if (one.female() && happens(5)) {
            family = happens(50) ? family + "-" + town.family() : town.family();
        } else if (happens(5)) {
            family = mistyped(family);
        }
        if (happens(2)) {
            given = "UNKNOWN";
        } else if (happens(40)) {
            given = given + " " + (happens(50) ? one.middle() : one.middle().substring(0, 1));
        }
        if (happens(5)) {
            given = (one.female() ? "Mrs " : "Mr ") + given;
        }
        if (happens(1)) {
            told.name(given, family);
        } else if (happens(20)) {
            told.name(family.toUpperCase(Locale.ROOT), given.toUpperCase(Locale.ROOT));
        } else {
            told.name(family, given);
        }
    }

    /** Another form of a given name. */
    private String form(String given) {
        List<String> forms = Table.rows("nicknames").stream()
                .filter(row -> row.get("name").equalsIgnoreCase(given))
                .flatMap(row -> List.of(row.get("forms").split(" ")).stream())
                .toList();
        return forms.isEmpty() ? given : forms.get(random.nextInt(forms.size()));
    }

    private String born(LocalDate date) {
        if (happens(1)) {
            return "19000101";
        }
        String digits = date.format(DateTimeFormatter.BASIC_ISO_DATE);
        if (happens(2)) {
            return digits.substring(0, happens(50) ? 4 : 6);
        }
        if (happens(1)) {
            return digits.substring(0, 4) + digits.substring(6) + digits.substring(4, 6);
        }
        return happens(3) ? mistyped(digits) : digits;
    }

    private void home(Place place, Particulars.Told told) {
        String street = happens(6) ? mistyped(place.street()) : place.street();
        String postcode = happens(4) ? mistyped(place.postcode()) : place.postcode();
        told.home(
                List.of(place.house() + " " + street),
                happens(20) ? "" : place.town(),
                happens(8) ? "ZZ99 3VZ" : postcode);
    }

    /** One slip: a wrong character, a missing one, one too many, two in each other's place. */
    private String mistyped(String text) {
        int at = random.nextInt(text.length());
        char there = text.charAt(at);
        char slip = Character.isDigit(there)
                ? (char) ('0' + random.nextInt(10))
                : LETTERS.charAt(random.nextInt(LETTERS.length()));
        String before = text.substring(0, at);
        String after = text.substring(at + 1);
        if (Character.isDigit(there) || text.length() < 3) {
            return before + slip + after;
        }
        return switch (random.nextInt(4)) {
            case 0 -> before + slip + after;
            case 1 -> before + after;
            case 2 -> before + there + slip + after;
            default ->
                at == 0 ? before + slip + after : text.substring(0, at - 1) + there + text.charAt(at - 1) + after;
        };
    }

    private boolean happens(int inAHundred) {
        return random.nextInt(100) < inAHundred;
    }
}
