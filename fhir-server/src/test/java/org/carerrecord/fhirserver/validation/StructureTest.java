package org.carerrecord.fhirserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructureTest {

    private final Structure structure = new Structure(TheRecord.CONTEXT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'resourceType':'RelatedPerson'} ! RelatedPerson.patient",
                "{'resourceType':'Patient','communication':[{'preferred':true}]} ! Patient.communication[0].language",
                "{'resourceType':'Patient','link':[{'other':{'reference':'Patient/1'}}]} ! Patient.link[0].type",
                "{'resourceType':'Observation','status':'final'} ! Observation.code",
                "{'resourceType':'SearchParameter','url':'http://a/b','name':'A','status':'draft','code':'a','base':['Patient'],'type':'token'}"
                    + " ! SearchParameter.description",
                "{'resourceType':'Patient','extension':[{'url':'http://a/b','valuePositiveInt':0}]} !"
                        + " Patient.extension[0].value",
                "{'resourceType':'Patient','_birthDate':{'extension':[{'url':'http://a/b','valueUri':'a b'}]}} !"
                        + " Patient.birthDate.extension[0].value",
                "{'resourceType':'Condition','subject':{'reference':'Patient/1'},'clinicalStatus':{'text':'ill'}} !"
                        + " Condition.clinicalStatus",
                "{'resourceType':'Questionnaire','status':'draft','subjectType':['Patient','Person of care']} !"
                        + " Questionnaire.subjectType[1]",
                "{'resourceType':'Flag','status':'active','code':{'text':'a'},'subject':{'reference':'RelatedPerson/1'}}"
                    + " ! Flag.subject",
                "{'resourceType':'Flag','status':'active','code':{'text':'a'},'subject':{'type':'RelatedPerson','identifier':{'value':'1'}}}"
                    + " ! Flag.subject",
                "{'resourceType':'Flag','status':'active','code':{'text':'a'},'subject':{'type':'Location','reference':'Patient/1'}}"
                    + " ! Flag.subject",
                "{'resourceType':'Flag','status':'active','code':{'text':'a'},'subject':{'reference':'the patient'}} !"
                        + " Flag.subject",
                "{'resourceType':'RelatedPerson','patient':{'reference':'Group?identifier=1'}} ! RelatedPerson.patient",
                "{'resourceType':'Basic','code':{'text':'a'},'subject':{'reference':'Secret?_tag=a:b'}} !"
                        + " Basic.subject",
                "{'resourceType':'Basic','code':{'text':'a'},'subject':{'reference':'Secret1?_tag=a:b'}} !"
                        + " Basic.subject",
                "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationReference':{'reference':'#m'},'subject':{'reference':'Patient/1'},'contained':[{'resourceType':'Practitioner','id':'m'}]}"
                    + " ! MedicationRequest.medication",
                "{'resourceType':'Patient','contained':[{'resourceType':'Location','id':'l','managingOrganization':{'reference':'Patient/2'}}]}"
                    + " ! Patient.contained[0].managingOrganization",
                "{'resourceType':'Patient','id':'not an id'} ! Patient.id",
                "{'resourceType':'Patient','telecom':[{'value':'1'},{'value':'1','rank':0}]} ! Patient.telecom[1].rank",
                "{'resourceType':'Patient','identifier':[{'system':'urn a','value':'1'}]} !"
                        + " Patient.identifier[0].system",
                "{'resourceType':'Patient','deceasedDateTime':'2020-01-01T10:00:00'} ! Patient.deceased",
                "{'resourceType':'Patient','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990000019'}]}"
                    + " ! Patient.identifier[0].value",
                "{'resourceType':'Person','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990000019'}]}"
                    + " ! Person.identifier[0].value",
                "{'resourceType':'RelatedPerson','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number'}],'patient':{'reference':'Patient/1'}}"
                    + " ! RelatedPerson.identifier[0].value",
            })
    void whatIsWrongIsNamedByItsPlace(String json, String place) {
        assertThat(places(json)).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'resourceType':'Patient'}",
                "{'resourceType':'RelatedPerson','patient':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}}",
                "{'resourceType':'RelatedPerson','patient':{'reference':'http://elsewhere.example/fhir/Patient/1'}}",
                "{'resourceType':'RelatedPerson','patient':{'reference':'http://elsewhere.example/fhir?Secret?a=b'}}",
                "{'resourceType':'RelatedPerson','patient':{'reference':'urn:uuid:9f0c1a52-0000-4000-8000-000000000001'}}",
                "{'resourceType':'RelatedPerson','patient':{'reference':'Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018'}}",
                "{'resourceType':'Flag','status':'active','code':{'text':'a'},'subject':{'type':'Patient','reference':'Patient/1/_history/2'}}",
                "{'resourceType':'Patient','deceasedDateTime':'2020-01-01T10:00:00Z'}",
                "{'resourceType':'Patient','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','_value':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'masked'}]}}]}",
                "{'resourceType':'Patient','contained':[{'resourceType':'Organization','id':'o'}],'managingOrganization':{'reference':'#o'}}",
                "{'resourceType':'Condition','subject':{'reference':'Patient/1'},'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'remission'}]}}",
            })
    void whatIsRightPasses(String json) {
        assertThat(places(json)).isEmpty();
    }

    @Test
    void everyIssueIsNamedAtOnceAndNoneRepeatsWhatWasSent() {
        Fault fault = Assertions.catchThrowableOfType(
                Fault.class,
                () -> structure.check(
                        "Bundle.entry[2].resource",
                        parse("{'resourceType':'Flag','code':{'coding':[{'code':' Secret"
                                + " '}]},'subject':{'reference':'RelatedPerson/Secret'},'author':{'reference':'Secret"
                                + " Name'}}")));

        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID);
        assertThat(fault.issues())
                .extracting(Fault.Issue::place)
                .containsExactlyInAnyOrder(
                        "Bundle.entry[2].resource.status",
                        "Bundle.entry[2].resource.code.coding[0].code",
                        "Bundle.entry[2].resource.subject",
                        "Bundle.entry[2].resource.author");
        assertThat(fault.issues().toString()).doesNotContain("Secret");
    }

    private List<String> places(String json) {
        Resource resource = parse(json);
        Fault fault =
                Assertions.catchThrowableOfType(Fault.class, () -> structure.check(resource.fhirType(), resource));
        return fault == null
                ? List.of()
                : fault.issues().stream().map(Fault.Issue::place).toList();
    }

    private static Resource parse(String json) {
        return (Resource) TheRecord.CONTEXT.newJsonParser().parseResource(json.replace('\'', '"'));
    }
}
