package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;

/** A carer who dies, and two people whom they care for. */
abstract class CarerDeathCalls extends OwnPatientCalls {

    static final DateTimeType DIED = new DateTimeType("2026-10-11");

    final String mothersNumber = People.nhsNumber();
    final String fathersNumber = People.nhsNumber();

    CarerDeathCalls(Store store) {
        super(store);
    }

    Patient ruth(Type deceased) {
        return ruth().setDeceased(deceased);
    }

    /** Status, whether active, and end. */
    String state(String carer) {
        RelatedPerson one = tester.get("/fhir/" + carer).resource(RelatedPerson.class);
        String status = Objects.requireNonNullElse(one.getExtensionString(Canonical.Extension.STATEMENT_STATUS), "-");
        String end = one.getPeriod().hasEnd() ? one.getPeriod().getEndElement().getValueAsString() : "-";
        return status + " " + one.getActive() + " " + end;
    }

    /** References of what a search finds, with NHS numbers. */
    List<String> found(String query) {
        return tester
                .get("/fhir/" + query.replace("identifier=", "identifier=" + User.NHS_NUMBER))
                .bundle()
                .getEntry()
                .stream()
                .map(entry -> entry.getResource()
                        .getIdElement()
                        .toUnqualifiedVersionless()
                        .getValue())
                .toList();
    }

    /** Puts somebody under their NHS number. */
    static String tell(User user, Resource resource) {
        String condition =
                switch (resource) {
                    case Patient patient ->
                        "?identifier=" + User.NHS_NUMBER
                                + patient.getIdentifierFirstRep().getValue();
                    case RelatedPerson carer ->
                        "?identifier=" + User.NHS_NUMBER
                                + carer.getIdentifierFirstRep().getValue() + "&patient="
                                + carer.getPatient().getReference();
                    default -> throw new IllegalArgumentException(resource.fhirType());
                };
        return user.fhir("PUT", "/fhir/" + resource.fhirType() + condition, Fhir.json(resource))
                .written();
    }

    /** The carer whom the hospital's messages tell of. */
    String told(String controlId, String nk1) {
        String message = Adt.admission(controlId + number, mothersNumber).text() + nk1;
        assertThat(hospital.hl7(message).acknowledged()).isEqualTo("AA");
        return only(found("RelatedPerson?patient.identifier=" + mothersNumber));
    }

    String nk1(String street) {
        return "NK1|1|HALE^RUTH^^^MRS^^L|20^Carer|" + street + "^^WENBURY^SUSSEX^ZZ99 8JJ^GBR^H|01632960777^PRN^PH"
                + "|".repeat(11) + "19670830" + "|".repeat(17) + number + "^^^NHS^NH\r";
    }
}
