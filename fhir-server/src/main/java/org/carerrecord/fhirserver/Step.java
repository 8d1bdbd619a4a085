package org.carerrecord.fhirserver;

import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Resource;

/** One step of an exchange. */
public sealed interface Step {

    /** Where it stands in what was sent. */
    String place();

    String type();

    /** What is to be written is there. */
    record Write(Change change) implements Step {

        @Override
        public String place() {
            return change.place();
        }

        @Override
        public String type() {
            return change.type();
        }
    }

    /**
     * What is to be written follows from what the caller sees.
     *
     * @param aim {@link Change.Aim.ById} or {@link Change.Aim.Matching}
     * @param words makes the new resource of the FHIR JSON that the caller sees
     */
    record Patch(String place, String type, Change.Aim aim, Optional<Integer> ifMatch, Function<byte[], Resource> words)
            implements Step {}
}
