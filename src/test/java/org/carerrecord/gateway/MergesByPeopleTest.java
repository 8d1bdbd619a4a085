package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.gateway.KnownTwice.RUTH;
import static org.carerrecord.gateway.KnownTwice.TOM;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** A merge that joined two people: who finds it wrong says so by a Task, and it stays taken back whatever is sent. */
@OnEachStore
class MergesByPeopleTest extends MergedTwiceCalls {

    private static final String APART = "people told the two apart: they are joined by nobody else";

    MergesByPeopleTest(Store store) {
        super(store);
    }

    private Patient patient(String reference) {
        return gateway.as("tester").get("/fhir/" + reference).resource(Patient.class);
    }

    private List<String> reasons(String of) {
        return provenances(of).stream()
                .flatMap(each -> each.getExtensionsByUrl(Canonical.Extension.LINK_REASON).stream())
                .map(reason -> reason.getExtensionString("rule"))
                .toList();
    }

    private List<Provenance> provenances(String of) {
        return gateway.as("tester").get("/fhir/Provenance?target=" + of).found(Provenance.class);
    }

    @Test
    void whoWereJoinedWronglyAreTwoAgainAndEachHasWhatIsSaidOfThem() {
        List<String> person = one.told(one.nhsNumber);
        List<String> other = one.told("B" + one.run);
        one.merge();
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
        assertThat(patient(former).getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACEDBY);

        Task task = one.told(former, "never");

        assertThat(one.former()).isEqualTo(former);
        assertThat(one.told(one.nhsNumber)).isEqualTo(person);
        assertThat(one.told("B" + one.run)).isEqualTo(other);
        assertThat(task.getOwner().getIdentifier().getValue()).isEqualTo("RZ2");
        assertThat(provenances(former))
                .as("who decided says so, in no message")
                .anyMatch(by -> Systems.REQUEST.equals(
                        by.getEntityFirstRep().getWhat().getIdentifier().getSystem()));
        one.send("A31", one.other(), "NK1|1|" + RUTH, "NK1|2|HALE^ADA|20|||||||||||||19640304");
        one.send("A31", one.own(), "NK1|1|" + TOM, "NK1|2|HALE^NED|20|||||||||||||19640304");
        assertThat(one.carersOf(former)).containsExactly("ADA", "RUTH");
        assertThat(one.carersOf(one.person())).containsExactly("NED", "TOM");
    }

    @Test
    void theSameMergeDoesNotJoinThemAgainAndIsTold() {
        one.merge();
        one.told(former, "never");

        assertThat(one.merge().text()).contains("MRG-1|" + APART);
        assertThat(one.carersOf(one.person())).containsExactly("TOM");
        assertThat(one.carersOf(former)).containsExactly("RUTH");
        assertThat(one.unlink().text()).contains("nothing is taken apart");
    }

    @Test
    void acceptedTheyAreLinkedAgainAndTakenBackAgain() {
        one.merge();
        List<String> merged = one.told(one.nhsNumber);
        Task task = one.told(former, "never");

        SamePersonCalls.taken(SamePersonCalls.answer(community, task, "accept"));
        assertThat(one.told(one.nhsNumber)).isEqualTo(merged);
        assertThat(one.former()).isEqualTo(one.person());
        assertThat(patient(former).getActive()).isFalse();
        assertThat(reasons(one.person())).contains("merge", "people");
        one.send("A31", one.other(), "NK1|1|HALE^ADA|20|||||||||||||19640304");
        assertThat(one.carersOf(one.person())).contains("ADA");

        SamePersonCalls.taken(SamePersonCalls.answer(community, task, "never"));
        assertThat(one.former()).isEqualTo(former);
        assertThat(one.carersOf(former)).contains("ADA").doesNotContain("TOM");
        assertThat(one.carersOf(one.person())).containsExactly("TOM");
    }

    @Test
    void whoWereToldApartBeforeAreNotMergedUntilPeopleSaySo() {
        one.told(former, "never");
        assertThat(one.merge().text()).contains(APART);
        assertThat(one.former()).isEqualTo(former);

        one.told(former, "accept");
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
    }

    @Test
    void refusedTheyStayTwoUntilTheirMergeIsSentAgain() {
        one.merge();
        one.told(former, "never");
        one.told(former, "refuse");
        assertThat(one.former()).isEqualTo(former);

        assertThat(one.merge().text()).doesNotContain(APART);
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
        one.told(former, "never");
        assertThat(one.former()).isEqualTo(former);
    }

    @Test
    void whoAreToldApartAreNotJoinedByWayOfAThird() {
        String third = one.third();
        one.send("A28", third);
        one.merge();
        one.told(former, "never");

        assertThat(one.send(300, "A40", third, "MRG|" + one.other()).text()).doesNotContain("ERR");
        assertThat(one.send(301, "A40", one.own(), "MRG|" + third).text()).contains(APART);
        assertThat(one.carersOf(one.person())).containsExactly("TOM");
    }

    /** Both are told of under either number then. */
    @Test
    void whoWereMergedInEitherDirectionAreTwoAgain() {
        String goesOn = one.mergeIntoThird();
        one.send(110, "A40", one.other(), "MRG|" + one.third());

        SamePersonCalls.taken(
                community.fhir("POST", "/fhir/Task", Fhir.json(SamePersonCalls.same(goesOn, former, "never"))));

        assertThat(one.former()).isEqualTo(former);
        assertThat(one.carersOf(former)).containsExactly("RUTH");
        assertThat(one.carersOf(goesOn)).containsExactly("ADA");
        assertThat(patient(goesOn).getIdentifierFirstRep().getValue()).isEqualTo("C" + one.run);
    }

    @Test
    void whoCreatesTheTaskOnlyWhereItIsNotThereDecidesNothing() {
        one.merge();
        one.told(former, "never");
        one.told(former, "refuse");
        one.merge();

        assertThat(community
                        .with("If-None-Exist", "code=same-person&focus=" + one.person())
                        .fhir("POST", "/fhir/Task", Fhir.json(SamePersonCalls.same(one.person(), former, "never")))
                        .status())
                .isEqualTo(200);
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
    }

    @Test
    void eachOrganisationsWordsComeBackToWhomTheySpokeOf() {
        one.practiceKnows();
        one.practiceSays("Tom");
        one.merge();
        one.practiceSays("Rita");

        one.told(former, "never");

        assertThat(one.carersOf(one.person())).containsExactly("Rita", "Tom");
        assertThat(one.carersOf(former)).containsExactly("RUTH");
    }

    @Test
    void whoDecidesIsInTheAudit() {
        one.merge();
        String request = People.uuid();

        SamePersonCalls.taken(one.say(community.with("X-Request-ID", request), former, "never"));

        for (String person : List.of(one.person(), former)) {
            assertThat(gateway.as("admin")
                            .get("/fhir/AuditEvent?patient=" + person)
                            .text())
                    .contains(request);
        }
    }
}
