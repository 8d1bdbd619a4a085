package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Category;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Kind;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Relation;
import org.junit.jupiter.api.Test;

/**
 * Every partner, category, purpose, relationship and operation of the sandbox agreement, through REST: each cell is allowed or
 * denied as the agreement says. What is expected is read from the agreement's words here, by nobody who decides.
 */
@OnEachStore
class MatrixTest {

    /** A token for each partner of the sandbox (contract.md). */
    private static final Map<String, String> TOKENS = Map.ofEntries(
            Map.entry("RZ1", "hospital"),
            Map.entry("RZ2", "community"),
            Map.entry("Z00001", "gp"),
            Map.entry("Z00002", "gp-2"),
            Map.entry("ZL1", "council"),
            Map.entry("ZL1C", "council-children"),
            Map.entry("ZL2", "council-2"),
            Map.entry("ZB1", "icb"),
            Map.entry("ZV1", "carers-centre"),
            Map.entry("ZH1", "hospice"),
            Map.entry("ZF1", "fire"),
            Map.entry("ZT1", "tester"),
            Map.entry("ZADMIN", "admin"));

    /** One type for each category, and two that lie in two. */
    private static final Map<String, Set<Category>> CATEGORIES = Map.ofEntries(
            Map.entry("Patient", EnumSet.of(Category.IDENTITY, Category.CONTACT)),
            Map.entry("RelatedPerson", EnumSet.of(Category.CONTACT, Category.CARING_ROLE)),
            Map.entry("Flag", EnumSet.of(Category.CARING_ROLE)),
            Map.entry("Media", EnumSet.of(Category.OWN_RECORD)),
            Map.entry("Observation", EnumSet.of(Category.ASSESSMENT)),
            Map.entry("CarePlan", EnumSet.of(Category.PLAN)),
            Map.entry("Encounter", EnumSet.of(Category.PATHWAY)),
            Map.entry("Account", EnumSet.of(Category.FINANCE)),
            Map.entry("DetectedIssue", EnumSet.of(Category.SAFEGUARDING)),
            Map.entry("Basic", EnumSet.of(Category.OTHER)));

    private static final List<Relation> RELATIONS = List.of(
            Relation.CONTRIBUTED, Relation.REGISTERED, Relation.ENCOUNTER, Relation.REFERRED, Relation.SELF_STATED);

    /** What is tried: whether the resource is told. */
    private static final Map<String, BiPredicate<User, Held>> READS = reads();

    private final Sandbox gateway;
    private final Agreements agreements;
    private final List<Map<String, Held>> people = new ArrayList<>();

    /** A resource: its type and id, and the person's number. */
    private record Held(String type, String id, String patient) {

        String path() {
            return "/fhir/" + type + "/" + id;
        }
    }

    MatrixTest(Store store) {
        gateway = Sandbox.on(store);
        agreements = gateway.part(Agreements.class);
    }

    private static Map<String, BiPredicate<User, Held>> reads() {
        Map<String, BiPredicate<User, Held>> reads = new LinkedHashMap<>();
        reads.put("read", (user, held) -> user.get(held.path()).status() == 200);
        reads.put("read as XML", (user, held) -> user.with("Accept", "application/fhir+xml")
                .get(held.path())
                .text()
                .contains(held.id()));
        reads.put("vread", (user, held) -> user.get(held.path() + "/_history/1").status() == 200);
        reads.put("history", (user, held) -> user.get(held.path() + "/_history").status() == 200);
        reads.put("search", (user, held) -> user.get("/fhir/" + held.type() + "?_id=" + held.id())
                .text()
                .contains("\"" + held.id() + "\""));
        reads.put(
                "parts",
                (user, held) -> user.get("/fhir/" + held.type() + "?_elements=id&_id=" + held.id())
                                .bundle()
                                .getEntry()
                                .size()
                        == 1);
        reads.put(
                "count",
                (user, held) -> user.get("/fhir/" + held.type() + "?_summary=count&_id=" + held.id())
                                .bundle()
                                .getTotal()
                        == 1);
        reads.put("provenance", (user, held) -> !user.get("/fhir/Provenance?target=" + held.type() + "/" + held.id())
                .bundle()
                .getEntry()
                .isEmpty());
        reads.put("batch", (user, held) -> user.fhir(
                        "POST",
                        "/fhir",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\""
                                + held.type() + "/" + held.id() + "\"}}]}")
                .text()
                .contains("200 OK"));
        return reads;
    }

    @Test
    void eachCellIsAsTheAgreementSays() {
        Agreement before = agreements.current();
        try {
            fill();
            int cells = 0;
            Set<String> purposes = before.partners().stream()
                    .flatMap(partner -> partner.grants().stream())
                    .flatMap(grant -> grant.purposes().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String purpose : purposes) {
                Agreement asking = asking(before, purpose);
                agreements.replace(asking);
                for (Partner partner : asking.partners()) {
                    cells += check(partner);
                }
            }
            assertThat(cells).isGreaterThan(5_000);
        } finally {
            agreements.replace(before);
        }
    }

    /** The same agreement, under which everybody asks for the one purpose; each category has its type. */
    private static Agreement asking(Agreement agreement, String purpose) {
        return Agreed.with(agreement, "matrix-" + purpose, CATEGORIES, partner -> Agreed.asking(partner, purpose));
    }

    /** Somebody for each relationship, and one whom nobody knows; everything is said by the tester. */
    private void fill() {
        for (int i = 0; i <= RELATIONS.size(); i++) {
            people.add(person());
        }
        for (int i = 0; i < RELATIONS.size(); i++) {
            long person = pk(Objects.requireNonNull(people.get(i).get("Patient")));
            String kind =
                    RELATIONS.get(i).name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            for (String ods : TOKENS.keySet()) {
                gateway.jdbc()
                        .sql("insert into relationship (partner, patient, kind) values (?, ?, ?)")
                        .params(ods, person, kind)
                        .update();
            }
        }
    }

    private Map<String, Held> person() {
        String number = People.nhsNumber();
        Map<String, Held> all = new TreeMap<>();
        String patient = create("Patient", Fhir.json(Fhir.patient(number)));
        all.put("Patient", new Held("Patient", patient, number));
        String about = "\"subject\":{\"reference\":\"Patient/" + patient + "\"}";
        String of = "\"patient\":{\"reference\":\"Patient/" + patient + "\"}";
        Map<String, String> bodies = Map.of(
                "RelatedPerson", of,
                "Flag", "\"status\":\"active\",\"code\":{\"text\":\"x\"}," + about,
                "Media", "\"status\":\"completed\",\"content\":{\"title\":\"x\"}," + about,
                "Observation", "\"status\":\"final\",\"code\":{\"text\":\"x\"}," + about,
                "CarePlan", "\"status\":\"active\",\"intent\":\"plan\"," + about,
                "Encounter", "\"status\":\"finished\",\"class\":{\"code\":\"IMP\"}," + about,
                "Account", "\"status\":\"active\",\"subject\":[{\"reference\":\"Patient/" + patient + "\"}]",
                "DetectedIssue", "\"status\":\"final\"," + of,
                "Basic", "\"code\":{\"text\":\"x\"}," + about);
        bodies.forEach((type, body) -> all.put(
                type, new Held(type, create(type, "{\"resourceType\":\"" + type + "\"," + body + "}"), number)));
        return all;
    }

    private String create(String type, String json) {
        Answer answer = gateway.as("tester").fhir("POST", "/fhir/" + type, json);
        assertThat(answer.status()).as(type + answer.text()).isEqualTo(201);
        return answer.header("Location").replaceFirst(".*/" + type + "/([^/]+)/.*", "$1");
    }

    private long pk(Held held) {
        return gateway.jdbc()
                .sql("select pk from resource where type = ? and id = ?")
                .params(held.type(), held.id())
                .query(Long.class)
                .single();
    }

    private int check(Partner partner) {
        User user = gateway.as(Objects.requireNonNull(TOKENS.get(partner.ods())));
        int cells = 0;
        int turn = partner.ods().hashCode();
        for (Map.Entry<String, Set<Category>> type : CATEGORIES.entrySet()) {
            for (int who = 0; who < people.size(); who++) {
                boolean told = mayRead(partner, type.getValue(), who);
                Held held = Objects.requireNonNull(people.get(who).get(type.getKey()));
                // Of the operations two for each cell, so that each meets each type, partner and relationship in turn.
                List<Map.Entry<String, BiPredicate<User, Held>>> reads = List.copyOf(READS.entrySet());
                for (int i = 0; i < 2; i++) {
                    Map.Entry<String, BiPredicate<User, Held>> read = reads.get(Math.floorMod(turn++, reads.size()));
                    assertThat(read.getValue().test(user, held))
                            .as(
                                    "%s of %s by %s for %s, %d",
                                    read.getKey(), type.getKey(), partner.name(), partner.purpose(), who)
                            .isEqualTo(told);
                    cells++;
                }
            }
            boolean mayWrite = has(partner, Grant.Right.CONTRIBUTE, type.getValue());
            String nowhere = "/fhir/" + type.getKey() + "/nobody";
            assertThat(user.delete(nowhere).status() != 403)
                    .as("delete of %s by %s for %s", type.getKey(), partner.name(), partner.purpose())
                    .isEqualTo(mayWrite);
            assertThat(user.fhir("POST", "/fhir/" + type.getKey(), "{\"resourceType\":\"" + type.getKey() + "\"}")
                                    .status()
                            != 403)
                    .as("create of %s by %s for %s", type.getKey(), partner.name(), partner.purpose())
                    .isEqualTo(mayWrite);
            cells += 2;
        }
        return cells + checkNarrowRights(partner, user);
    }

    /** Refer, and ask one question: of nobody who is a carer, and without a question, so that nothing comes of it. */
    private int checkNarrowRights(Partner partner, User user) {
        boolean mayRefer = has(partner, Grant.Right.REFER, Objects.requireNonNull(CATEGORIES.get("RelatedPerson")));
        boolean mayAsk = has(partner, Grant.Right.ASK_ONE_QUESTION, Objects.requireNonNull(CATEGORIES.get("Flag")));
        for (int who = 0; who < people.size(); who++) {
            Held carer = Objects.requireNonNull(people.get(who).get("RelatedPerson"));
            boolean told = mayRead(partner, Objects.requireNonNull(CATEGORIES.get("RelatedPerson")), who);
            assertThat(user.fhir(
                                    "POST",
                                    carer.path() + "/$refer",
                                    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"recipient\",\"valueCode\":\"ZL1\"}]}")
                            .status())
                    .as("$refer by %s for %s, %d", partner.name(), partner.purpose(), who)
                    .isEqualTo(!mayRefer ? 403 : told ? 422 : 404);
        }
        String nothing = "{\"resourceType\":\"Parameters\"}";
        assertThat(user.fhir("POST", "/fhir/Patient/$refer-carer", nothing).status())
                .as("$refer-carer by %s for %s", partner.name(), partner.purpose())
                .isEqualTo(mayRefer ? 400 : 403);
        assertThat(user.fhir("POST", "/fhir/Patient/$carer-known", nothing).status())
                .as("$carer-known by %s for %s", partner.name(), partner.purpose())
                .isEqualTo(mayAsk ? 422 : 403);
        return people.size() + 2;
    }

    private static boolean has(Partner partner, Grant.Right right, Set<Category> categories) {
        return partner.grants().stream()
                .anyMatch(grant -> grant.right() == right
                        && grant.purposes().contains(partner.purpose())
                        && grant.categories().containsAll(categories));
    }

    private static boolean mayRead(Partner partner, Set<Category> categories, int who) {
        for (Grant grant : partner.grants()) {
            boolean isGiven = grant.right() == Grant.Right.READ
                    && grant.purposes().contains(partner.purpose())
                    && grant.categories().containsAll(categories);
            boolean isRelated = grant.relations().contains(Relation.ANY)
                    || (who < RELATIONS.size() && grant.relations().contains(RELATIONS.get(who)));
            boolean isShared = !grant.onConsent()
                    || (partner.kind() == Kind.VOLUNTARY
                            && EnumSet.of(Category.IDENTITY, Category.CONTACT, Category.CARING_ROLE)
                                    .containsAll(categories));
            if (isGiven && isRelated && isShared) {
                return true;
            }
        }
        return false;
    }
}
