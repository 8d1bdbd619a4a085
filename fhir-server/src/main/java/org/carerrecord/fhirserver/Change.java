package org.carerrecord.fhirserver;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One change that somebody asks for.
 *
 * @param place where it stands in what was sent, for example {@code Bundle.entry[2]}; faults name it
 * @param type FHIR resource type
 * @param resource what is to be stored; null for a deletion
 * @param link the {@code urn:uuid} by which other changes of the same exchange refer to it
 * @param ifMatch the version that the sender last saw
 * @param statement present for what a message says
 */
public record Change(
        String place,
        Method method,
        String type,
        Aim aim,
        @Nullable Resource resource,
        Optional<String> link,
        Optional<Integer> ifMatch,
        Optional<Statement> statement) {

    /**
     * What a message says, as opposed to a FHIR write.
     *
     * @param key digest of the sender's own key for the statement, unique among its statements of that type about that
     *     person; empty for a deletion of them all
     * @param stamp when it was said, by the sender's clock
     * @param emptied top-level elements that the sender explicitly takes back (HL7 null)
     * @param late whether the sender told of something later of the same kind about that person already
     */
    public record Statement(Optional<UUID> key, Stamp stamp, Set<String> emptied, boolean late, Part part) {}

    /**
     * Of what a statement is part.
     *
     * @param format of its message, for example {@code hl7-v2}
     * @param snapshot the name of the complete list in which it stands, or whose end it is; null for none
     */
    public record Part(String format, @Nullable String snapshot) {}

    public enum Method {
        CREATE,
        UPDATE,
        PATCH,
        DELETE
    }

    /** What a change is aimed at. */
    public sealed interface Aim {

        /** A resource that is not there yet. */
        record New() implements Aim {}

        /** A new one unless the search finds one (If-None-Exist). */
        record NewUnless(String query) implements Aim {}

        /** The resource with an id. */
        record ById(String id) implements Aim {}

        /** The one resource that the search finds (conditional update and delete). */
        record Matching(String query) implements Aim {}

        /** A resource whose key the gateway knows already; used by intake. */
        record Known(long pk) implements Aim {}
    }

    public Change {
        if ((resource == null) != (method == Method.DELETE)) {
            throw new IllegalArgumentException("a change has a resource unless it deletes");
        }
    }

    /** A change that a FHIR request asks for. */
    public static Change asked(
            String place,
            Method method,
            String type,
            Aim aim,
            @Nullable Resource resource,
            Optional<String> link,
            Optional<Integer> ifMatch) {
        return new Change(place, method, type, aim, resource, link, ifMatch, Optional.empty());
    }

    /** That a message takes back what its sender said of a resource. */
    public static Change takenBack(String place, String type, long pk, Statement statement) {
        return new Change(
                place,
                Method.DELETE,
                type,
                new Aim.Known(pk),
                null,
                Optional.empty(),
                Optional.empty(),
                Optional.of(statement));
    }

    /** Whether it is refused where its aim finds something: a creation of what is named. */
    public boolean mustBeNew() {
        return method == Method.CREATE && (aim instanceof Aim.ById || aim instanceof Aim.Matching);
    }

    /** The method of the FHIR interaction that it is (R4, RESTful API); empty for what a message says. */
    Optional<String> interaction() {
        boolean isNew = aim instanceof Aim.New || aim instanceof Aim.NewUnless;
        return statement.isPresent()
                ? Optional.empty()
                : Optional.of(
                        switch (method) {
                            case CREATE, UPDATE -> isNew ? "POST" : "PUT";
                            case PATCH -> "PATCH";
                            case DELETE -> "DELETE";
                        });
    }

    /** Where the resource itself stands: {@code Patient}, or {@code Bundle.entry[2].resource}. */
    public String element() {
        return place.equals(type) ? place : place + ".resource";
    }

    public Change with(Resource other) {
        return new Change(place, method, type, aim, other, link, ifMatch, statement);
    }

    /** The same aim with words that identify somebody. */
    Change asking(Resource words) {
        return asked(place, Method.UPDATE, type, aim, words, Optional.empty(), Optional.empty());
    }
}
