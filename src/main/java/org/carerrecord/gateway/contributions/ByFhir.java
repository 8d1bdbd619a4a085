package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;

/** What a FHIR write makes of its writer's contributions to a resource (carer-model.md, contributions 5). */
final class ByFhir {

    /** Under which a partner's own FHIR writes of a resource are kept. */
    static final UUID KEY = Identities.statementKey("fhir");

    private final Tellings tellings;
    private final Owners owners;
    private final OneRecord record;
    private final Resources resources;

    ByFhir(Tellings tellings, Owners owners, OneRecord record, Resources resources) {
        this.tellings = tellings;
        this.owners = owners;
        this.record = record;
        this.resources = resources;
    }

    /** The new one, in place of what its writer's messages said of the same resource; for a deletion, all withdrawn. */
    List<Contribution> changed(Said said) {
        List<Contribution> own = said.own();
        Stamp stamp = last(own, said.transaction().now());
        Resource written = said.change().resource();
        if (written == null) {
            return tookBack(
                    said, own.stream().map(one -> one.withdrawn(stamp, null)).toList());
        }
        About about = said.about(KEY);
        Compared words = words(said, written);
        Contribution next = new Contribution(
                about,
                words.words(),
                stamp,
                words.earlier(),
                null,
                Claim.of(
                                words.words(),
                                said.partner(),
                                StatedTime.day(said.transaction().now()))
                        == Claim.CONFIRMED,
                true);
        own.stream()
                .filter(one -> one.isSameStatement(next))
                .findFirst()
                .ifPresent(mine -> OneNumber.check(said.change(), Optional.of(mine), next.said()));
        List<Contribution> others =
                own.stream().filter(one -> !one.isSameStatement(next)).toList();
        return Contribution.replaced(tookBack(said, Contribution.withdrawn(others, stamp, null)), List.of(next));
    }

    /** A FHIR write is said when it is committed, after all that its partner said before (carer-model.md, contributions 3). */
    private static Stamp last(List<Contribution> own, Instant now) {
        return Stamp.committed(own.stream()
                .map(one -> one.stamp().at().plus(1, ChronoUnit.MICROS))
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now));
    }

    /** What messages told and FHIR takes back, is taken back for messages that come late too. */
    private List<Contribution> tookBack(Said said, List<Contribution> withdrawn) {
        tellings.keep(
                said.transaction(),
                withdrawn.stream()
                        .filter(one ->
                                !one.about().key().equals(KEY) && one.about().patient() != null)
                        .map(one -> new Telling(
                                one.about().partner(),
                                Objects.requireNonNull(one.about().patient()),
                                one.about().type(),
                                one.stamp(),
                                one.about().key(),
                                null,
                                Set.of(),
                                null,
                                null))
                        .toList());
        return withdrawn;
    }

    private Compared words(Said said, Resource sent) {
        Extent extent = said.seen().orElse(Extent.WHOLE);
        Resource written = extent.isWhole() ? sent : unmarked(sent);
        boolean alone = said.before().stream()
                .noneMatch(one -> one.active() && !one.isOf(said.partner().ods()));
        if (alone && !said.proposal().inspected().map(Inspected::masked).orElse(false)) {
            return new Compared(written, Map.of());
        }
        List<Contribution> own = record.newestFirst(
                said.own().stream().filter(Contribution::active).toList());
        Compared.Mine mine = mine(own, written);
        Resource seen = seen(said, mine.said());
        return Compared.of(withUntold(extent, written, seen, mine.said()), seen, mine, resources);
    }

    /** The mark of what was cut is the gateway's own, and no word of who writes it back. */
    private static Resource unmarked(Resource sent) {
        Resource written = sent.copy();
        written.getMeta()
                .getSecurity()
                .removeIf(label ->
                        Systems.V3_OBSERVATION_VALUE.equals(label.getSystem()) && "REDACTED".equals(label.getCode()));
        return written;
    }

    /** What its writer said itself and was not shown, it takes not back by being silent of it. */
    private static Resource withUntold(Extent extent, Resource written, Resource seen, Resource mine) {
        Resource whole = written.copy();
        Map<String, List<Base>> said = Spoken.values(written);
        Map<String, List<Base>> shown = Spoken.values(seen);
        Spoken.values(mine).forEach((element, values) -> {
            if (extent.cuts(element) && (!said.containsKey(element) || Merge.BESIDE_EACH_OTHER.contains(element))) {
                values.stream()
                        .filter(value -> !Merge.isAmong(shown.getOrDefault(element, List.of()), value)
                                && !Merge.isAmong(said.getOrDefault(element, List.of()), value))
                        .forEach(value -> whole.setProperty(Spoken.property(element), value.copy()));
            }
        });
        return whole;
    }

    private Compared.Mine mine(List<Contribution> own, Resource written) {
        if (own.isEmpty()) {
            return new Compared.Mine(ResourceFactory.createResource(written.fhirType()), Map.of());
        }
        Map<String, Instant> at = new HashMap<>();
        Spoken.of(own, owners)
                .forEach((element, words) ->
                        at.put(element, words.getFirst().by().at(element)));
        return new Compared.Mine(Merge.of(own, owners), at);
    }

    /** Of what is not shared a source sees its own words; who creates saw nothing, whoever it turns out to be. */
    private Resource seen(Said said, Resource mine) {
        Optional<Held> shown = said.proposal()
                .held()
                .filter(held ->
                        said.seen().isPresent() && held.live() && said.change().method() != Change.Method.CREATE);
        return shown.map(held -> held.shared() ? resources.of(told(said, held)) : mine)
                .orElseGet(() -> ResourceFactory.createResource(mine.fhirType()));
    }

    private static Version told(Said said, Held held) {
        Version current = Records.current(said.transaction(), held);
        return said.seen().orElse(Extent.WHOLE).of(current);
    }
}
