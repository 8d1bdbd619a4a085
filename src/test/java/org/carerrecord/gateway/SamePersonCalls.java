package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;

/** Organisations that speak of a patient and of those who care for them, and say who of them is one. */
abstract class SamePersonCalls {

    final Sandbox gateway;
    final User tester;
    final User hospital;
    final User gp;
    final String number = People.nhsNumber();
    String patient = "";

    SamePersonCalls(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        hospital = gateway.as("hospital");
        gp = gateway.as("gp");
    }

    @BeforeEach
    void twoSpeakOfThePatient() {
        gateway.empty();
        for (User partner : List.of(hospital, gp)) {
            patient = partner.create(Fhir.patient(number));
        }
    }

    static String of(String sender, String message) {
        return message.replace("|PAS|RZ1|", "|PAS|" + sender + "|");
    }

    static Task taken(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.resource(Task.class);
    }

    static Answer answer(User partner, Task task, String answer) {
        return partner.with("Prefer", "return=representation")
                .fhir("PUT", "/fhir/Task/" + task.getIdElement().getIdPart(), Fhir.json(answered(task, answer)));
    }

    /** The Task as somebody puts it who answers; the other side may be gone, and the gateway knows it. */
    static Task answered(Task task, String answer) {
        Task said = task.copy();
        said.setStatus(TaskStatus.COMPLETED).setInput(null).setOutput(null);
        said.addOutput().setType(review("answer")).setValue(review(answer));
        return said;
    }

    static Task putOut(String carer, String contributor) {
        Task task = told(carer, "never");
        task.addInput()
                .setType(review("contributor"))
                .setValue(new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(contributor));
        return task;
    }

    static Task same(String one, String other, String answer) {
        Task task = told(one, answer);
        task.addInput().setType(review("other")).setValue(new Reference(other));
        return task;
    }

    static Task told(String carer, String answer) {
        Task task = new Task();
        task.setStatus(TaskStatus.COMPLETED).setIntent(TaskIntent.ORDER);
        task.getCode().addCoding().setSystem(Canonical.CodeSystem.REVIEW_REASON).setCode("same-person");
        task.setFocus(new Reference(carer));
        task.addOutput().setType(review("answer")).setValue(review(answer));
        return task;
    }

    static CodeableConcept review(String code) {
        return new CodeableConcept(
                new Coding().setSystem(Canonical.CodeSystem.REVIEW).setCode(code));
    }

    List<RelatedPerson> carers() {
        return tester.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
    }

    List<Person> persons(String carer) {
        return tester.get("/fhir/Person?relatedperson=" + carer).found(Person.class);
    }

    /** ODS codes of those who say it. */
    List<String> contributors(String carer) {
        return tester.get("/fhir/" + carer + "/$contributions").resource(Parameters.class).getParameter().stream()
                .filter(one -> one.getName().equals("contribution"))
                .flatMap(one -> one.getPart().stream())
                .filter(part -> part.getName().equals("by"))
                .map(part -> ((Reference) part.getValue()).getIdentifier().getValue())
                .toList();
    }

    static String reference(RelatedPerson carer) {
        return carer.getIdElement().toUnqualifiedVersionless().getValue();
    }

    /** Joyce, who cares for the patient. */
    RelatedPerson joyce() {
        return joyce("Joyce");
    }

    RelatedPerson joyce(String given) {
        return Fhir.joyce(given).setPatient(new Reference(patient));
    }

    static String other(Task task) {
        return task.getInput().stream()
                .filter(input -> input.getType().hasCoding(Canonical.CodeSystem.REVIEW, "other"))
                .map(input -> ((Reference) input.getValue()).getReference())
                .findFirst()
                .orElseThrow();
    }
}
