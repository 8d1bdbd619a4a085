package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.gateway.KnownTwice.RUTH;
import static org.carerrecord.gateway.KnownTwice.TOM;

import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A merge is a link with an authority: who is related to the one is related to the other, until it is taken back. */
@OnEachStore
class MergesTest {

    private final Sandbox gateway;
    private final User community;

    MergesTest(Store store) {
        gateway = Sandbox.on(store);
        community = gateway.as("community");
    }

    @Test
    void whoCaresForTheOneCaresForTheOtherAndEachIsThereOnce() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + TOM, "NK1|2|" + RUTH);
        String former = one.former();
        String ruth = one.carers(former).stream()
                .filter(carer ->
                        carer.getNameFirstRep().getGivenAsSingleString().equals("RUTH"))
                .findFirst()
                .orElseThrow()
                .getIdElement()
                .getIdPart();

        one.merge();

        String person = one.person();
        assertThat(one.carersOf(person)).containsExactly("RUTH", "TOM");
        assertThat(one.carersOf(former)).isEmpty();
        assertThat(gateway.as("tester")
                        .get("/fhir/RelatedPerson/" + ruth)
                        .resource(RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .as("a relationship keeps its id")
                .isEqualTo(person);
        assertThat(gateway.as("tester").get("/fhir/Flag?patient=" + former).found(Flag.class))
                .isNotEmpty()
                .allMatch(flag -> flag.getStatus() == FlagStatus.INACTIVE);
        assertThat(gateway.as("tester").get("/fhir/Flag?patient=" + person).found(Flag.class))
                .singleElement()
                .extracting(Flag::getStatus)
                .isEqualTo(FlagStatus.ACTIVE);
        one.send(150, "A31", one.other(), "NK1|1|" + RUTH.replace("|||||||||||||", "||01632960555|||||||||||"));
        assertThat(one.carersOf(person)).as("later words about the old number").contains("RUTH");
        assertThat(one.carers(person).stream()
                        .filter(carer -> !carer.hasActive() || carer.getActive())
                        .map(carer -> carer.getTelecomFirstRep().getValue()))
                .as("a complete list that comes after the merge is of the whole person")
                .containsExactly("01632960555");
    }

    @Test
    void eachOrganisationsWordsStayItsOwn() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own());
        one.practiceKnows();
        one.practiceSays("Tom");
        one.send("A28", one.other(), "NK1|1|" + TOM);
        one.merge();

        List<RelatedPerson> carers = one.carers(one.person());
        assertThat(carers).as("one carer, told by two").hasSize(1);
        String path = "/fhir/RelatedPerson/" + carers.getFirst().getIdElement().getIdPart() + "/$contributions";
        assertThat(community.get(path).text()).contains("\"RZ2\"", "\"Z00001\"", "TOM", "Tom");

        one.unlink();
        assertThat(one.carers(one.person()))
                .singleElement()
                .extracting(carer -> carer.getNameFirstRep().getGivenAsSingleString())
                .isEqualTo("Tom");
        assertThat(one.carersOf(one.former())).containsExactly("TOM");
    }

    @Test
    void ofWhosePeopleOthersSpeakTheSenderAloneDoesNotDecide() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        RelatedPerson written = Fhir.carer(People.nhsNumber(), one.former());
        assertThat(community
                        .fhir("POST", "/fhir/RelatedPerson", Fhir.json(written))
                        .status())
                .isEqualTo(201);

        assertThat(one.merge().text()).contains("they are not joined unseen");
        assertThat(one.carersOf(one.former())).hasSize(2);
    }

    @Test
    void whoOthersWereReferredToStaysTheirs() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        String tom = one.carers(one.former()).getFirst().getIdElement().getIdPart();
        assertThat(community
                        .fhir(
                                "POST",
                                "/fhir/RelatedPerson/" + tom + "/$refer",
                                Fhir.json(new Parameters().addParameter("recipient", new CodeType("ZV1"))))
                        .status())
                .isEqualTo(200);

        assertThat(one.merge().text()).contains("they are not joined unseen");
        assertThat(one.carersOf(one.former())).containsExactly("TOM");
    }

    @Test
    void aListOfBeforeTheyWereOneTakesNobodyOfTheOtherBackAlsoInAChain() {
        KnownTwice one = new KnownTwice(gateway);
        String third = one.third();
        one.send("A28", one.own());
        one.send("A28", third);
        one.send("A28", one.other(), "NK1|1|" + TOM);
        one.send(100, "A40", third, "MRG|" + one.other());
        one.send(110, "A31", one.own(), "NK1|1|" + RUTH);

        one.send(120, "A40", one.own(), "MRG|" + third);

        assertThat(one.carers(one.person()).stream()
                        .filter(carer -> !carer.hasActive() || carer.getActive())
                        .map(carer -> carer.getNameFirstRep().getGivenAsSingleString()))
                .containsExactlyInAnyOrder("RUTH", "TOM");
    }

    @Test
    void nobodyIsJoinedWithOneWhoWasDeleted() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        assertThat(community.delete("/fhir/" + one.person()).status()).isBetween(200, 204);

        assertThat(one.merge().text()).contains("they are not joined unseen");
        assertThat(one.carersOf(one.former())).containsExactly("TOM");
    }

    @Test
    void whoeverReplacesSeveralIsLinkedToEach() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + TOM);
        one.send("A28", one.third(), "NK1|1|" + RUTH);
        String former = one.former();
        String third = gateway.as("tester")
                .get("/fhir/Patient?identifier=C" + one.run)
                .found(Patient.class)
                .getFirst()
                .getIdElement()
                .toUnqualifiedVersionless()
                .getValue();

        one.merge();
        one.send(150, "A40", one.own(), "MRG|" + one.third());
        assertThat(replacedBy(one)).containsExactlyInAnyOrder(former, third);

        one.send(160, "A37", one.own(), "PID|2||" + one.third());
        assertThat(replacedBy(one)).containsExactly(former);
    }

    private List<String> replacedBy(KnownTwice one) {
        return gateway.as("tester").get("/fhir/" + one.person()).resource(Patient.class).getLink().stream()
                .filter(link -> link.getType() == LinkType.REPLACES)
                .map(link -> link.getOther().getReference())
                .toList();
    }
}
