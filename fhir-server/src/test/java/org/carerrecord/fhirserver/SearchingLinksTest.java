package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.util.List;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CarePlan.CarePlanIntent;
import org.hl7.fhir.r4.model.CarePlan.CarePlanStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Chains, {@code _has}, {@code _include} and {@code _revinclude} (R4, 3.1.1.4.15, 3.1.1.4.16, 3.1.1.5.5). */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingLinksTest {

    private final TheRecord record;

    SearchingLinksTest(Database database) {
        record = TheRecord.on(database);
        for (int i = 6; i > 0; i--) {
            Organization organization = new Organization().setName("Level " + i);
            if (i < 6) {
                organization.setPartOf(new Reference("Organization/o" + (i + 1)));
            }
            record.update(TESTER, "o" + i, organization);
        }
        record.update(TESTER, "edith", patient("Marlow", "o1"));
        record.update(TESTER, "samir", patient("Rahman", "o6"));
        record.update(TESTER, "tom", carer("edith", "Tom"));
        record.update(TESTER, "ruth", carer("edith", "Ruth"));
        record.update(TESTER, "zoe", carer("samir", "Zoe"));
        record.update(
                TESTER,
                "task",
                new Task()
                        .setStatus(TaskStatus.REQUESTED)
                        .setIntent(TaskIntent.ORDER)
                        .setFocus(new Reference("RelatedPerson/tom"))
                        .setFor(new Reference("Patient/edith"))
                        .addPartOf(new Reference("Task/nowhere")));
        // What other tests loaded and took away is what PostgreSQL's planner goes by until its own look.
        record.transactions.run(transaction -> {
            transaction.update("analyze");
            return true;
        });
    }

    private static Patient patient(String family, String organization) {
        Patient patient = new Patient().setManagingOrganization(new Reference("Organization/" + organization));
        patient.addName().setFamily(family);
        return patient;
    }

    private static RelatedPerson carer(String patient, String given) {
        RelatedPerson carer = new RelatedPerson().setPatient(new Reference("Patient/" + patient));
        carer.addName().addGiven(given);
        return carer;
    }

    private List<String> found(String type, String query) {
        return record.found(TESTER, type, query);
    }

    private List<String> included(String type, String query) {
        return record.search(TESTER, type, query).included().stream()
                .map(Version::reference)
                .sorted()
                .toList();
    }

    @Test
    void aChainHasUpToSixLinks() {
        assertThat(found("RelatedPerson", "patient.organization.partof.partof.partof.partof.name=level 5"))
                .containsExactly("ruth", "tom");
        assertThat(found("RelatedPerson", "patient.organization.partof.partof.partof.partof.partof=o6"))
                .containsExactly("ruth", "tom");
        assertThat(found("RelatedPerson", "patient.organization.partof:missing=true"))
                .containsExactly("zoe");
        assertThat(found("RelatedPerson", "patient.family:exact=Marlow&name:contains=ut"))
                .containsExactly("ruth");
        assertThat(found("RelatedPerson", "patient.family:contains=x")).isEmpty();
        assertThat(stop(() -> found("Organization", "partof.".repeat(30) + "name=x")))
                .isEqualTo(FaultKind.TOO_COSTLY);
    }

    @Test
    void aReferenceToAnyTypeIsFollowedByItsType() {
        assertThat(found("Task", "focus:RelatedPerson.patient.family=marlow")).containsExactly("task");
        assertThat(found("Task", "focus=tom")).containsExactly("task");
        assertThat(found("Task", "focus:Patient.family=marlow")).isEmpty();
        assertThat(stop(() -> found("Task", "focus.name=x"))).isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void whoIsReferredToIsFoundByWhoRefers() {
        assertThat(found("Patient", "_has:RelatedPerson:patient:name=ruth")).containsExactly("edith");
        assertThat(found("Patient", "_has:RelatedPerson:patient:name=ruth&_has:RelatedPerson:patient:name=zoe"))
                .isEmpty();
        assertThat(found("Patient", "_has:RelatedPerson:patient:_id=zoe")).containsExactly("samir");
        assertThat(found("Organization", "_has:Patient:organization:_has:RelatedPerson:patient:name=tom"))
                .containsExactly("o1");
        assertThat(found("Organization", "_has:Patient:organization:family=rahman"))
                .containsExactly("o6");
        assertThat(found("RelatedPerson", "patient._has:Task:patient:status=requested"))
                .containsExactly("ruth", "tom");
        assertThat(found("Patient", "_has:Task:subject:focus:RelatedPerson.name=tom"))
                .containsExactly("edith");
    }

    @Test
    void includesGoForwardAndBackwardAndOn() {
        assertThat(included("RelatedPerson", "_id=tom&_include=RelatedPerson:patient"))
                .containsExactly("Patient/edith");
        assertThat(included(
                        "RelatedPerson",
                        "_id=tom&_include=RelatedPerson:patient&_include:iterate=Patient:organization"))
                .containsExactly("Organization/o1", "Patient/edith");
        assertThat(included(
                        "RelatedPerson",
                        "_id=tom&_include=RelatedPerson:patient&_include:iterate=Patient:organization"
                                + "&_include:iterate=Organization:partof"))
                .hasSize(7);
        assertThat(included("RelatedPerson", "_id=tom&_include:iterate=*")).hasSize(7);
        assertThat(included("Patient", "_id=edith&_include=*&_revinclude=RelatedPerson:patient"))
                .containsExactly("Organization/o1", "RelatedPerson/ruth", "RelatedPerson/tom");
        assertThat(included("Patient", "_id=edith&_revinclude=*"))
                .containsExactly("RelatedPerson/ruth", "RelatedPerson/tom", "Task/task");
        assertThat(included("Patient", "_id=edith&_revinclude=RelatedPerson:*"))
                .containsExactly("RelatedPerson/ruth", "RelatedPerson/tom");
        assertThat(included("Organization", "_id=o6&_revinclude:iterate=Organization:partof"))
                .hasSize(5);
        assertThat(included("Organization", "_id=o6&_revinclude=Organization:partof"))
                .containsExactly("Organization/o5");
        assertThat(included(
                        "Organization",
                        "_id=o1&_revinclude=Patient:organization&_revinclude:iterate=RelatedPerson:patient"))
                .containsExactly("Patient/edith", "RelatedPerson/ruth", "RelatedPerson/tom");
        assertThat(included("Task", "_include=Task:*")).containsExactly("Patient/edith", "RelatedPerson/tom");
        assertThat(included("Task", "_include=Task:focus:RelatedPerson")).containsExactly("RelatedPerson/tom");
        assertThat(included("Task", "_include=Task:focus:Patient")).isEmpty();
    }

    @Test
    void aChainGoesThroughTheTypesThatCanFollowIt() {
        Patient performer = new Patient();
        performer.addIdentifier().setSystem("urn:s").setValue("v");
        record.update(TESTER, "performer", performer);
        record.update(
                TESTER,
                "visit",
                new ServiceRequest()
                        .setStatus(ServiceRequestStatus.ACTIVE)
                        .setIntent(ServiceRequestIntent.ORDER)
                        .setSubject(new Reference("Patient/edith"))
                        .addPerformer(new Reference("Patient/performer")));
        CarePlan plan = new CarePlan()
                .setStatus(CarePlanStatus.ACTIVE)
                .setIntent(CarePlanIntent.PLAN)
                .setSubject(new Reference("Patient/edith"));
        plan.addActivity().setReference(new Reference("ServiceRequest/visit"));
        record.update(TESTER, "plan", plan);

        // A performer of a Task is a code, which nothing follows.
        assertThat(found("CarePlan", "activity-reference.performer.identifier=urn:s|v"))
                .containsExactly("plan");
        assertThat(stop(() -> found("CarePlan", "activity-reference:Task.performer.identifier=urn:s|v")))
                .isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> found("CarePlan", "activity-reference.performer.nosuch=v")))
                .isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void aReverseIncludeLeadsToTheTypeThatItNames() {
        assertThat(included("RelatedPerson", "_id=tom&_revinclude=Task:focus:RelatedPerson"))
                .containsExactly("Task/task");
        assertThat(included("RelatedPerson", "_id=tom&_revinclude=Task:focus:Patient"))
                .isEmpty();
        assertThat(included("RelatedPerson", "_id=tom&_revinclude=Task:*:Patient"))
                .isEmpty();
        assertThat(included(
                        "RelatedPerson",
                        "_id=tom&_include=RelatedPerson:patient&_revinclude:iterate=Task:subject:Patient"))
                .containsExactly("Patient/edith", "Task/task");
    }

    @Test
    void aMatchIsNotIncludedAgain() {
        Found found = record.search(TESTER, "Organization", "_include=Organization:partof&_revinclude=*");
        assertThat(found.matches()).hasSize(6);
        assertThat(found.included()).extracting(Version::type).containsOnly("Patient");
    }
}
