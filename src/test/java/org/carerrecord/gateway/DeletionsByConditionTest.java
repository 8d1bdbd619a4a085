package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deletion by a condition tells nothing of what its caller neither sees nor said (ADR 5, 47). */
@OnEachStore
class DeletionsByConditionTest extends ContributionCalls {

    private final User practice = gateway.as("gp");
    private final User stranger = gateway.as("gp-2");

    DeletionsByConditionTest(Store store) {
        super(store);
    }

    private static String told(Answer answer) {
        return answer.status() + " " + answer.header("ETag") + answer.text();
    }

    private static String token(String number) {
        return User.NHS_NUMBER + number;
    }

    private static BundleEntryResponseComponent told(User user, String url) {
        Bundle batch = new Bundle().setType(BundleType.BATCH);
        batch.addEntry().getRequest().setMethod(HTTPVerb.DELETE).setUrl(url);
        return user.fhir("POST", "/fhir", Fhir.json(batch))
                .bundle()
                .getEntryFirstRep()
                .getResponse()
                .setLastModified(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RelatedPerson", "Consent", "Flag", "Patient"})
    void itIsTheSameWhetherNobodyOrSeveralAreThere(String type) {
        String of = type.equals("Patient") ? "?identifier=" : "?patient.identifier=";
        String nobody = told(stranger.delete("/fhir/" + type + of + token(People.nhsNumber())));
        push(hospital);
        String person = "Patient/" + patientId();
        hospital.create(Fhir.consent(person, ConsentProvisionType.DENY, "voluntary", "contact"));
        assertThat(told(stranger.delete("/fhir/" + type + of + token(patient)))).isEqualTo(nobody);

        hospital.create(Fhir.carer(People.nhsNumber(), person));
        hospital.create(Fhir.consent(person, ConsentProvisionType.DENY, "hospice", "contact"));
        Flag flag = Fhir.hasCarer(person);
        flag.getCode().getCodingFirstRep().setCode("is-carer");
        hospital.create(flag);

        assertThat(told(stranger.delete("/fhir/" + type + of + token(patient)))).isEqualTo(nobody);
    }

    @Test
    void whoSaidOneOfSeveralTakesThatBack() {
        push(hospital);
        String person = "Patient/" + patientId();
        hospital.create(Fhir.consent(person, ConsentProvisionType.DENY, "voluntary", "contact"));
        stranger.create(Fhir.patient(patient));
        String own = stranger.create(Fhir.consent(person, ConsentProvisionType.DENY, "hospice", "contact"));

        assertThat(stranger.delete("/fhir/Consent?patient.identifier=" + token(patient))
                        .status())
                .isEqualTo(204);

        assertThat(stranger.get("/fhir/" + own).status()).isEqualTo(410);
    }

    @Test
    void aNumberThatIsNotToldIsNotConfirmed() {
        String relationship = push(hospital);
        practice.create(Fhir.patient(patient));
        assertThat(read(practice, relationship).getIdentifier()).isEmpty();
        for (String guess : List.of(carer, People.nhsNumber())) {
            assertThat(told(practice.delete("/fhir/RelatedPerson?identifier=" + token(guess) + "&patient.identifier="
                            + token(patient))))
                    .isEqualTo("204 ");
            BundleEntryResponseComponent one = told(
                    practice,
                    "RelatedPerson?identifier=" + Fhir.token(guess) + "&patient.identifier=" + Fhir.token(patient));
            assertThat(one.hasLocation() || one.hasEtag()).isFalse();
        }
        assertThat(read(practice, relationship).getActive()).isTrue();
    }
}
