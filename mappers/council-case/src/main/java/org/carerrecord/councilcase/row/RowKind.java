package org.carerrecord.councilcase.row;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a row of an extract tells of. */
public enum RowKind {
    /** A row of Client Level Data: a person, and mostly an event. */
    CLIENT_LEVEL(""),
    RELATIONSHIP("relationship"),
    REQUEST("request"),
    ASSESSMENT("assessment"),
    SERVICE("service"),
    REVIEW("review"),
    PERSON("person");

    private final String word;

    RowKind(String word) {
        this.word = word;
    }

    /** The word of a {@code record} column for it; Client Level Data needs none. */
    Optional<String> word() {
        return Optional.of(word).filter(known -> !known.isEmpty());
    }

    /** The kind by the word of a {@code record} column, or by the name of a JSON list. */
    static Optional<RowKind> named(String name) {
        String plain = Field.plain(name);
        return switch (plain) {
            case "people" -> Optional.of(PERSON);
            case "personalrelationships" -> Optional.of(RELATIONSHIP);
            default ->
                Arrays.stream(values())
                        .filter(kind -> kind.word()
                                .filter(word -> plain.equals(word) || plain.equals(word + "s"))
                                .isPresent())
                        .findFirst();
        };
    }

    /**
     * The kind of rows with these columns: whose person is numbered, and that have one of the columns by which a kind is
     * known. The first kind that fits, so that a service with a name beside it is a service.
     */
    static Optional<RowKind> of(Set<Field> columns) {
        return Arrays.stream(values())
                .filter(kind -> columns.contains(Field.LA_PERSON_UNIQUE_IDENTIFIER))
                .filter(kind -> kind.tellTale().stream().anyMatch(columns::contains))
                .findFirst();
    }

    private Set<Field> tellTale() {
        return switch (this) {
            case CLIENT_LEVEL -> Set.of(Field.REPORTING_PERIOD_END_DATE);
            case RELATIONSHIP -> Set.of(Field.OTHER_PERSON);
            case REQUEST -> Set.of(Field.REQUEST_ROUTE_OF_ACCESS);
            case ASSESSMENT -> Set.of(Field.ASSESSMENT_TYPE);
            case SERVICE -> Set.of(Field.SERVICE_TYPE);
            case REVIEW -> Set.of(Field.REVIEW_REASON);
            case PERSON ->
                Set.of(
                        Field.LAST_NAME,
                        Field.FULL_NAME,
                        Field.DATE_OF_BIRTH,
                        Field.NHS_NUMBER,
                        Field.MERGED_PERSONS,
                        Field.UNMERGED_PERSONS);
        };
    }

    /** Whether a row of this kind tells of a request, an assessment, a service or a review by itself. */
    public boolean isEvent() {
        return this == REQUEST || this == ASSESSMENT || this == SERVICE || this == REVIEW;
    }
}
