package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Matching;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.linkage.Comparison;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Linkage;
import org.carerrecord.gateway.identity.linkage.Linkage.Among;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.stereotype.Component;

/**
 * Who a described person may be, for {@code Person/$match}: a Person is made of the relationships that the caller may read,
 * and of no others.
 */
@Component
final class PersonMatching implements Matching {

    /** As likely as not. */
    private static final double PROBABLE = 0.5;

    private final LinkKeys keys;
    private final Resources resources;
    private final Linkage linkage = new Linkage();

    PersonMatching(LinkKeys keys, Resources resources) {
        this.keys = keys;
        this.resources = resources;
    }

    @Override
    public List<Likely> likely(Transaction transaction, Visibility visibility, Person described) {
        LocalDate today = StatedTime.day(transaction.now());
        Particulars told = Description.of(described, today);
        List<Long> candidates = keys.sharing(transaction, told, visibility.of("RelatedPerson", "r"));
        List<Candidate> likely = new Sight(transaction, visibility)
                .current(Sql.in("r.pk", candidates)).stream()
                        .map(version -> candidate(told, version, today))
                        .filter(candidate -> candidate.comparison().decision() != Decision.NEW)
                        .sorted(Comparator.comparing(
                                        (Candidate one) -> one.comparison().decision())
                                .thenComparing(Comparator.comparingDouble((Candidate one) ->
                                                one.comparison().total())
                                        .reversed()))
                        .toList();
        return together(transaction, likely).stream().map(this::likely).toList();
    }

    private record Candidate(Version version, RelatedPerson said, Comparison comparison) {}

    private Candidate candidate(Particulars told, Version version, LocalDate today) {
        RelatedPerson said = (RelatedPerson) resources.of(version);
        return new Candidate(version, said, linkage.compare(told, Description.of(said, today), Among.PEOPLE));
    }

    /** Those whom the record joins to one Person stand together, where the likeliest of them stands; who is masked alone. */
    private static Collection<List<Candidate>> together(Transaction transaction, List<Candidate> likely) {
        Map<UUID, Held> persons = Records.byKeys(
                transaction,
                likely.stream()
                        .filter(one -> one.version().mask() == Mask.NONE)
                        .map(one -> PersonRecords.key(one.version().reference()))
                        .collect(Collectors.toSet()));
        Map<Long, List<Candidate>> together = new LinkedHashMap<>();
        for (Candidate one : likely) {
            Held person = persons.get(PersonRecords.key(one.version().reference()));
            together.computeIfAbsent(person == null ? one.version().pk() : person.pk(), key -> new ArrayList<>())
                    .add(one);
        }
        return together.values();
    }

    private Likely likely(List<Candidate> ofOne) {
        Candidate best = ofOne.getFirst();
        double probability = linkage.probability(best.comparison(), Among.PEOPLE);
        Person person = person(best.said());
        ofOne.forEach(
                one -> person.addLink().setTarget(new Reference(one.version().reference())));
        return new Likely(
                person,
                grade(best.comparison().decision(), probability),
                probability,
                ofOne.stream()
                        .flatMap(one -> Stream.ofNullable(one.version().patient()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Grade grade(Decision decision, double probability) {
        if (decision == Decision.LINK) {
            return Grade.CERTAIN;
        }
        return probability >= PROBABLE ? Grade.PROBABLE : Grade.POSSIBLE;
    }

    /** What the relationship says of the carer, as a Person. */
    private static Person person(RelatedPerson held) {
        RelatedPerson said = held.copy();
        Person person = new Person();
        person.getMeta().setSecurity(said.getMeta().getSecurity());
        person.setIdentifier(new ArrayList<>(said.getIdentifier()));
        person.setName(new ArrayList<>(said.getName()));
        person.setTelecom(new ArrayList<>(said.getTelecom()));
        person.setAddress(new ArrayList<>(said.getAddress()));
        person.setGender(said.getGender());
        person.setBirthDateElement(said.getBirthDateElement());
        return person;
    }
}
