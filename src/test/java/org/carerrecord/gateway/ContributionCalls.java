package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** Organisations that speak of one carer of these tests. */
abstract class ContributionCalls {

    final Sandbox gateway;
    final User hospital;
    final User community;
    final String patient = People.nhsNumber();
    final String carer = People.nhsNumber();
    final String run = People.mark();

    ContributionCalls(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        community = gateway.as("community");
    }

    String condition() {
        return "/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + carer + "&patient.identifier=" + User.NHS_NUMBER
                + patient;
    }

    String push(User user) {
        return Fhir.reference(
                user.fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer))).bundle(), 1);
    }

    String patientId() {
        return gateway.as("tester")
                .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                .found(Patient.class)
                .getFirst()
                .getIdElement()
                .getIdPart();
    }

    List<RelatedPerson> carers(User user) {
        return user.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient)
                .found(RelatedPerson.class);
    }

    static void put(User user, Resource resource) {
        String reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        user.update(reference, resource);
    }

    static RelatedPerson read(User user, String reference) {
        return read(user, reference, RelatedPerson.class);
    }

    static <T extends Resource> T read(User user, String reference, Class<T> type) {
        Answer answer = user.get("/fhir/" + reference);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.resource(type);
    }

    static Parameters said(User user, String reference) {
        return user.get("/fhir/" + reference + "/$contributions").resource(Parameters.class);
    }

    /** The first part of a name, as JSON; empty when there is none. */
    static String part(Parameters parameters, int parameter, String name) {
        return parameters.getParameter().get(parameter).getPart().stream()
                .filter(part -> part.getName().equals(name))
                .findFirst()
                .map(part -> Fhir.json(new Parameters().addParameter(part)))
                .orElse("");
    }
}
