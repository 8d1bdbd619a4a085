package org.carerrecord.gateway.identity.linkage;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An address in plain words; each part may be empty.
 *
 * @param house the first number of its lines
 * @param street its lines without that number
 * @param town its last lines
 * @param postcode in capitals, without a blank
 */
public record Home(String house, String street, String town, String postcode) {

    /** The shapes of UK postcodes (Royal Mail, Programmers' Guide): an outward code and an inward code of a digit and two letters. */
    private static final Pattern UNIT = Pattern.compile("[A-Z]{1,2}\\d[A-Z\\d]?\\d[A-Z]{2}");

    private static final Pattern NUMBER = Pattern.compile("\\b\\d+[a-z]?\\b");

    /** @param lines of the address, the house's number among them or not */
    public static Home of(List<String> lines, String town, String postcode) {
        String all = lines.stream().flatMap(line -> Plain.words(line).stream()).collect(Collectors.joining(" "));
        Matcher number = NUMBER.matcher(all);
        String house = number.find() ? number.group() : "";
        return new Home(
                house,
                Stream.of(all.replaceFirst(NUMBER.pattern(), " ").strip())
                        .map(street -> street.replaceAll(" +", ""))
                        .collect(Collectors.joining()),
                String.join("", Plain.words(town)),
                code(postcode));
    }

    private static String code(String postcode) {
        String code = String.join("", Plain.words(postcode)).toUpperCase(java.util.Locale.ROOT);
        return Placeholders.isPostcode(code) ? "" : code;
    }

    boolean isUnit() {
        return UNIT.matcher(postcode).matches();
    }

    /** The outward code and the first digit of the inward one. */
    String sector() {
        return postcode.substring(0, postcode.length() - 2);
    }

    String district() {
        return postcode.substring(0, postcode.length() - 3);
    }

    /** How much alike two postcodes are, as the table of weights calls it; empty when one is not told. */
    Optional<String> postcodeLevel(Home other) {
        if (postcode.isEmpty() || other.postcode.isEmpty()) {
            return Optional.empty();
        }
        boolean units = isUnit() && other.isUnit();
        if (postcode.equals(other.postcode)) {
            return Optional.of(units ? "unit" : "code");
        }
        if (Digits.typos(postcode, other.postcode) == 1 && !(units && sector().equals(other.sector()))) {
            return Optional.of("typo");
        }
        if (units && sector().equals(other.sector())) {
            return Optional.of("sector");
        }
        return Optional.of(units && district().equals(other.district()) ? "district" : "different");
    }
}
