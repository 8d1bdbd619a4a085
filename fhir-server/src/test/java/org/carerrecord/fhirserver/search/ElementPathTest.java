package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.TheRecord;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class ElementPathTest {

    private static List<String> values(String path, Resource resource) {
        return ElementPath.compile(resource.fhirType(), path).of(resource).stream()
                .map(base -> base instanceof Reference reference ? reference.getReference() : base.primitiveValue())
                .toList();
    }

    @Test
    void everyPathOfR4IsUnderstoodAndNoTwoParametersShareANumber() {
        Map<Integer, String> numbers = new HashMap<>();
        int paths = 0;
        for (String type : TheRecord.CONTEXT.getResourceTypes()) {
            for (SearchParameter parameter : TheRecord.PARAMETERS.of(type).values()) {
                ElementPath.compile(type, parameter.expression());
                String name = type + "." + parameter.code();
                assertThat(numbers.put(parameter.number(), name)).as(name).isNull();
                if (parameter.isOfTokens()) {
                    assertThat(numbers.put(parameter.words().number(), name))
                            .as(name)
                            .isNull();
                    assertThat(numbers.put(parameter.ofType().number(), name))
                            .as(name)
                            .isNull();
                }
                parameter
                        .parts()
                        .forEach(part -> ElementPath.relative(part.path().replace("%resource.", "")));
                paths++;
            }
        }
        assertThat(paths).isGreaterThan(1000);
    }

    @Test
    void aPathBeginsWithTheTypeOrWithAnElement() {
        Patient patient = new Patient().setGender(AdministrativeGender.FEMALE);
        patient.setId("1");
        assertThat(values("Patient.gender | Resource.id", patient)).containsExactly("female", "1");
        assertThat(values("gender | active | id", patient)).containsExactly("female", "1");
        assertThatThrownBy(() -> values("Patient.gender | Person.gender", patient))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChoiceIsTakenByItsType() {
        Observation observation =
                new Observation().setEffective(new DateTimeType("2026-11-22")).setValue(new StringType("well"));
        assertThat(values("(Observation.value as string) | (Observation.value as Quantity)", observation))
                .containsExactly("well");
        assertThat(values("(Observation.value as Quantity)", observation)).isEmpty();
        assertThat(values("Observation.value.as(string)", observation)).containsExactly("well");
        assertThat(values("Observation.effective", observation)).containsExactly("2026-11-22");
    }

    @Test
    void aConditionChoosesAmongRepeats() {
        Patient patient = new Patient();
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632 960001");
        patient.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("edith@example.org");
        assertThat(values("Patient.telecom.where(system='phone').value", patient))
                .containsExactly("01632 960001");
        assertThat(values("Patient.telecom[1].value", patient)).containsExactly("edith@example.org");
        assertThat(values("Patient.telecom[2].value", patient)).isEmpty();
    }

    @Test
    void whatAReferenceLeadsToIsDecidedByItsText() {
        Encounter encounter = new Encounter();
        for (String text : List.of("Patient/1", "https://example.org/fhir/Patient/2", "Patient/3/_history/1")) {
            assertThat(values(
                            "Encounter.subject.where(resolve() is Patient)", encounter.setSubject(new Reference(text))))
                    .containsExactly(text);
        }
        assertThat(values(
                        "Encounter.subject.where(resolve() is Patient)",
                        encounter.setSubject(new Reference("Group/1"))))
                .isEmpty();
        Reference typed = new Reference("urn:uuid:9f0c1a52-0000-4000-8000-000000000001").setType("Patient");
        assertThat(values("Encounter.subject.where(resolve() is Patient)", encounter.setSubject(typed)))
                .hasSize(1);
        Reference untyped = new Reference("urn:uuid:9f0c1a52-0000-4000-8000-000000000001");
        assertThat(values("Encounter.subject.where(resolve() is Patient)", encounter.setSubject(untyped)))
                .isEmpty();
    }

    @Test
    void aPersonIsDeceasedWhenItSaysSoInEitherForm() {
        String path = "Patient.deceased.exists() and Patient.deceased != false";
        assertThat(values(path, new Patient())).containsExactly("false");
        assertThat(values(path, new Patient().setDeceased(new BooleanType(false))))
                .containsExactly("false");
        assertThat(values(path, new Patient().setDeceased(new BooleanType(true))))
                .containsExactly("true");
        assertThat(values(path, new Patient().setDeceased(new DateTimeType("2026-11-01"))))
                .containsExactly("true");
    }
}
