package org.carerrecord.mapping;

/**
 * A statement that a message takes back explicitly; silence takes nothing back.
 *
 * <p>Of a Patient, the groups of facts are taken back one by one: the type is {@code Patient} and the key is the name of
 * the top-level element that the sender now wants empty, for example {@code Keyed("address")}.
 *
 * @param patient the link of the person whom the statement is about
 * @param type the FHIR type of the statement, for example {@code RelatedPerson}
 * @param which which of the sender's statements of that type about that person
 * @param place where the message says so, for example {@code NK1[1]-2}
 */
public record Withdrawn(String patient, String type, Which which, String place) {

    public sealed interface Which {

        /** Every statement of the type that this sender made about the person. */
        record All() implements Which {}

        /** The statement under the sender's key. */
        record Keyed(String key) implements Which {}

        /** The sender's only statement of the type; when the sender made several, nothing is withdrawn and that is a loss. */
        record OnlyOne() implements Which {}

        /**
         * Every statement of the type that this sender made about the person in messages of the same format, except what this
         * message says: it names all.
         */
        record Rest() implements Which {}
    }
}
