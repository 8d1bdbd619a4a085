package org.carerrecord.fhirserver;

import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/** Changes as FHIR requests ask for them. */
public final class Asked {

    private Asked() {}

    public static Change create(Resource resource) {
        return change(Change.Method.CREATE, new Change.Aim.New(), resource, Optional.empty(), Optional.empty());
    }

    public static Change create(String link, Resource resource) {
        return change(Change.Method.CREATE, new Change.Aim.New(), resource, Optional.of(link), Optional.empty());
    }

    public static Change createUnless(Resource resource, String query) {
        return change(
                Change.Method.CREATE, new Change.Aim.NewUnless(query), resource, Optional.empty(), Optional.empty());
    }

    public static Change update(String id, Resource resource, Optional<Integer> ifMatch) {
        return change(Change.Method.UPDATE, new Change.Aim.ById(id), resource, Optional.empty(), ifMatch);
    }

    public static Change updateMatching(Resource resource, String query) {
        return change(
                Change.Method.UPDATE, new Change.Aim.Matching(query), resource, Optional.empty(), Optional.empty());
    }

    public static Change updateMatching(String link, Resource resource, String query) {
        return change(
                Change.Method.UPDATE, new Change.Aim.Matching(query), resource, Optional.of(link), Optional.empty());
    }

    public static Change delete(String type, Change.Aim aim) {
        return Change.asked(type, Change.Method.DELETE, type, aim, null, Optional.empty(), Optional.empty());
    }

    private static Change change(
            Change.Method method, Change.Aim aim, Resource resource, Optional<String> link, Optional<Integer> ifMatch) {
        return Change.asked(resource.fhirType(), method, resource.fhirType(), aim, resource, link, ifMatch);
    }
}
