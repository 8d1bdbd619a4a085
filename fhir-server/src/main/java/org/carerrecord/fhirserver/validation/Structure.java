package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;

/**
 * What every write must fulfil, cheap enough to be always on: required elements are there, values are of their datatypes,
 * codes of required bindings are R4's, references lead to types that are allowed, NHS numbers hold.
 */
public final class Structure {

    private final Shapes shapes;

    public Structure(FhirContext context) {
        this.shapes = new Shapes(context);
    }

    /**
     * Checks a resource, and tells what it refers to.
     *
     * @param place where the resource stands
     * @throws Fault INVALID with the place of each element that is wrong, never its content
     */
    public Inspected check(String place, Resource resource) {
        Inspected inspected = inspect(place, resource);
        if (!inspected.issues().isEmpty()) {
            throw new Fault(FaultKind.INVALID, inspected.issues());
        }
        return inspected;
    }

    /** What is wrong in a resource. */
    public List<Fault.Issue> issues(String place, Resource resource) {
        return inspect(place, resource).issues();
    }

    private Inspected inspect(String place, Resource resource) {
        return new Inspection(shapes).of(place, resource);
    }
}
