package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories, told in any order, come to one record (carer-model.md, contributions 4). */
class StoryTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");
    private static final List<String> PARTNERS = List.of("RZ1", "Z00001", "ZL1");
    private static final List<UUID> KEYS = List.of(new UUID(0, 1), new UUID(0, 2));
    private static final int SHUFFLES = 20;
    private static final String TYPE = "RelatedPerson";
    private static final Change.Part PART = new Change.Part("hl7-v2", null);
    private static final Change.Part OTHER_FORMAT = new Change.Part("gp-record", null);

    private final FhirContext context = FhirContext.forR4();
    private final Agreements agreements;
    private final OneRecord record;

    StoryTest() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(StoryTest.class.getResourceAsStream("/agreement-sandbox.yaml"))) {
            agreements = new Agreements(AgreementFile.read(file), Clock.systemUTC());
        }
        record = new OneRecord(new Sharing(agreements), new Owners(agreements), new Resources(context));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void shuffledHistoriesComeToTheSameRecord(long seed) {
        Random random = new Random(seed);
        List<Telling> history = history(random);
        String told = told(history);

        for (int i = 0; i < SHUFFLES; i++) {
            Collections.shuffle(history, random);
            assertThat(told(history)).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {144, 233, 377})
    void whatComesInOrderComesToWhatIsToldAnew(long seed) {
        List<Telling> history = history(new Random(seed)).stream()
                .filter(telling -> telling.key() != null)
                .sorted(Comparator.comparing(Telling::stamp))
                .toList();
        for (String ods : PARTNERS) {
            for (UUID key : KEYS) {
                Optional<Contribution> oneByOne = Optional.empty();
                for (Telling telling : history) {
                    if (telling.partner().equals(ods) && key.equals(telling.key())) {
                        oneByOne = after(oneByOne, telling, key);
                    }
                }
                assertThat(oneByOne.map(this::text))
                        .isEqualTo(contribution(history, ods, key).map(this::text));
            }
        }
    }

    private Optional<Contribution> after(Optional<Contribution> before, Telling telling, UUID key) {
        if (telling.said() != null) {
            return Optional.of(story(telling.partner()).said(about(telling.partner(), key), before, telling));
        }
        return before.map(one -> one.active() ? one.withdrawn(telling.stamp(), telling.message()) : one);
    }

    @Test
    void whatComesLateFillsInWhatTheLaterWasSilentOn() {
        RelatedPerson early = carer("Joy");
        early.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960001");
        early.setGender(AdministrativeGender.FEMALE);
        RelatedPerson later = carer("Joyce");
        later.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960002");

        Contribution told = contribution(
                        List.of(telling(2, later, Set.of()), telling(1, early, Set.of())), "RZ1", KEYS.getFirst())
                .orElseThrow();

        RelatedPerson words = (RelatedPerson) told.said();
        assertThat(words.getTelecom()).singleElement().matches(phone -> phone.getValue()
                .endsWith("2"));
        assertThat(words.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(told.at("gender")).isEqualTo(START.plusSeconds(1));
        assertThat(told.at("telecom")).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void whatIsEmptiedStaysEmptyForWhatWasSaidBefore() {
        RelatedPerson early = carer("Joy");
        early.setGender(AdministrativeGender.FEMALE);

        Contribution told = contribution(
                        List.of(telling(2, carer("Joy"), Set.of("gender")), telling(1, early, Set.of())),
                        "RZ1",
                        KEYS.getFirst())
                .orElseThrow();

        assertThat(((RelatedPerson) told.said()).hasGender()).isFalse();
    }

    @Test
    void takingAllBackTakesBackWhatComesLateToo() {
        Telling all = new Telling("RZ1", 1, TYPE, stamp(2, "b"), null, null, Set.of(), "m2", PART);

        assertThat(contribution(List.of(all, telling(1, carer("Joy"), Set.of())), "RZ1", KEYS.getFirst()))
                .get()
                .matches(one -> !one.active());
        assertThat(contribution(
                        List.of(
                                all,
                                new Telling(
                                        "RZ1",
                                        1,
                                        "RelatedPerson",
                                        all.stamp(),
                                        KEYS.getFirst(),
                                        carer("Joy"),
                                        Set.of(),
                                        "m2",
                                        PART)),
                        "RZ1",
                        KEYS.getFirst()))
                .as("what is said in the same message stands")
                .get()
                .matches(Contribution::active);
    }

    /** The elder word of one partner does not win since that partner said something else later. */
    @Test
    void eachElementIsThatOfWhoSpokeOfItLast() {
        RelatedPerson early = carer("Joy");
        early.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960001");
        RelatedPerson other = carer("Joy");
        other.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960003");
        Contribution hospital = contribution(
                        List.of(telling(1, early, Set.of()), telling(3, carer("Joyce"), Set.of())),
                        "RZ1",
                        KEYS.getFirst())
                .orElseThrow();
        Telling practice = new Telling("Z00001", 1, TYPE, stamp(2, "p"), KEYS.getFirst(), other, Set.of(), "p", PART);
        Contribution surgery =
                contribution(List.of(practice), "Z00001", KEYS.getFirst()).orElseThrow();

        RelatedPerson made = (RelatedPerson)
                record.of(List.of(hospital, surgery), TODAY).resource().orElseThrow();

        assertThat(made.getTelecomFirstRep().getValue()).isEqualTo("01632960003");
        assertThat(made.getNameFirstRep().getGivenAsSingleString()).isEqualTo("Joyce");
    }

    @Test
    void anAssessmentFactComesFromTheCouncilWhateverOthersSayLater() {
        RelatedPerson council = carer("Joy");
        council.addExtension(Canonical.Extension.HOURS_A_WEEK, hours(50));
        RelatedPerson practice = carer("Joy");
        practice.addExtension(Canonical.Extension.HOURS_A_WEEK, hours(1));
        Claim.setStatus(council, "confirmed");
        List<Contribution> both = List.of(
                contribution(List.of(told("ZL1", 1, council)), "ZL1", KEYS.getFirst())
                        .orElseThrow(),
                contribution(List.of(told("Z00001", 2, practice)), "Z00001", KEYS.getFirst())
                        .orElseThrow());

        RelatedPerson made = (RelatedPerson) record.of(both, TODAY).resource().orElseThrow();

        assertThat(((Range) made.getExtensionByUrl(Canonical.Extension.HOURS_A_WEEK)
                                .getValue())
                        .getLow()
                        .getValue())
                .isEqualByComparingTo("50");
        assertThat(Difference.among(record.newestFirst(both), new Owners(agreements)))
                .extracting(Difference::element, Difference::partners)
                .contains(org.assertj.core.groups.Tuple.tuple(
                        "RelatedPerson.extension('" + Canonical.Extension.HOURS_A_WEEK + "')",
                        List.of("ZL1", "Z00001")));
    }

    @Test
    void whatOnlySourcesMaySeeHoldsWhatAllOfThemSaid() {
        RelatedPerson one = carer("Joy");
        Claim.setStatus(one, "possible");
        one.setGender(AdministrativeGender.FEMALE);
        RelatedPerson other = one.copy();
        other.getNameFirstRep().getGiven().getFirst().setValue("Joyce");
        OneRecord.Made made = record.of(
                List.of(
                        contribution(List.of(told("RZ1", 1, one)), "RZ1", KEYS.getFirst())
                                .orElseThrow(),
                        contribution(List.of(told("Z00001", 2, other)), "Z00001", KEYS.getFirst())
                                .orElseThrow()),
                TODAY);

        assertThat(made.shared()).isFalse();
        RelatedPerson common = (RelatedPerson) made.resource().orElseThrow();
        assertThat(common.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(common.hasName()).isFalse();
        assertThat(common.getPatient().getReference()).isEqualTo("Patient/1");
    }

    /** All that one history comes to. */
    private String told(List<Telling> history) {
        List<Contribution> all = new ArrayList<>();
        for (String ods : PARTNERS) {
            KEYS.forEach(key -> contribution(history, ods, key).ifPresent(all::add));
        }
        if (all.isEmpty()) {
            return "";
        }
        Collections.reverse(all);
        OneRecord.Made made = record.of(all, TODAY);
        return made.shared()
                + " " + new TreeSet<>(made.sources().keySet()) + " "
                + made.resource()
                        .map(resource -> context.newJsonParser().encodeResourceToString(resource))
                        .orElse("deleted");
    }

    private String text(Contribution one) {
        return one.stamp() + " " + one.active() + " " + one.earlier() + " "
                + context.newJsonParser().encodeResourceToString(one.said());
    }

    private Optional<Contribution> contribution(List<Telling> history, String ods, UUID key) {
        return story(ods)
                .of(
                        about(ods, key),
                        history.stream()
                                .filter(telling -> telling.partner().equals(ods))
                                .toList());
    }

    private Story story(String ods) {
        Partner partner = agreements.current().partner(ods).orElseThrow();
        return new Story(partner, TODAY);
    }

    private static About about(String ods, UUID key) {
        return new About(7, ods, key, 1L, "RelatedPerson");
    }

    private static List<Telling> history(Random random) {
        List<Telling> history = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String ods = PARTNERS.get(random.nextInt(PARTNERS.size()));
            UUID key = KEYS.get(random.nextInt(KEYS.size()));
            Stamp stamp = stamp(random.nextInt(6), "c" + random.nextInt(3) + "\n" + i);
            String message = "m" + i;
            switch (random.nextInt(10)) {
                case 0 -> history.add(new Telling(ods, 1, TYPE, stamp, null, null, Set.of(), message, PART));
                case 1 -> history.add(new Telling(ods, 1, TYPE, stamp, key, null, Set.of(), message, PART));
                case 2, 3 -> history.addAll(list(random, ods, key, stamp, message));
                default ->
                    history.add(new Telling(
                            ods,
                            1,
                            TYPE,
                            stamp,
                            key,
                            any(random),
                            emptied(random),
                            message,
                            random.nextBoolean() ? PART : OTHER_FORMAT));
            }
        }
        return history;
    }

    /** A complete list of one relationship, and its end; an extract tells the end of everybody. */
    private static List<Telling> list(Random random, String ods, UUID key, Stamp stamp, String name) {
        Change.Part list = new Change.Part(PART.format(), name);
        long whose = random.nextBoolean() ? 1 : Telling.EVERYBODY;
        Stamp end = whose == 1 ? stamp : new Stamp(stamp.at(), "");
        return List.of(
                new Telling(ods, 1, TYPE, stamp, key, any(random), emptied(random), name, list),
                new Telling(ods, whose, TYPE, end, null, null, Set.of(), name + "-end", list));
    }

    private static Resource any(Random random) {
        RelatedPerson any = carer("Joy" + random.nextInt(3));
        if (random.nextBoolean()) {
            any.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("0163296000" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            any.addIdentifier().setSystem("urn:test:" + random.nextInt(2)).setValue("" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            any.getPeriod().getStartElement().setValueAsString("2026-0" + (1 + random.nextInt(9)));
        }
        if (random.nextInt(4) == 0) {
            Claim.setStatus(any, random.nextBoolean() ? "possible" : "confirmed");
        }
        return any;
    }

    private static Set<String> emptied(Random random) {
        return random.nextInt(3) == 0 ? Set.of(random.nextBoolean() ? "telecom" : "period.start") : Set.of();
    }

    private static Telling telling(int second, RelatedPerson said, Set<String> emptied) {
        return new Telling("RZ1", 1, TYPE, stamp(second, "a"), KEYS.getFirst(), said, emptied, "m" + second, PART);
    }

    private static Telling told(String ods, int second, RelatedPerson said) {
        return new Telling(ods, 1, TYPE, stamp(second, "a"), KEYS.getFirst(), said, Set.of(), "m" + second, PART);
    }

    private static Stamp stamp(int second, String tie) {
        return new Stamp(START.plusSeconds(second), tie);
    }

    private static Range hours(int low) {
        Range hours = new Range();
        hours.getLow().setValue(low);
        return hours;
    }

    private static RelatedPerson carer(String given) {
        RelatedPerson carer = new RelatedPerson();
        carer.getPatient().setReference("Patient/1");
        carer.addRelationship()
                .addCoding()
                .setSystem(Systems.UK_CORE_RELATIONSHIP_ROLE)
                .setCode("Carer");
        carer.addName().setFamily("Okafor").addGiven(given);
        return carer;
    }
}
