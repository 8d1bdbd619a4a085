package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.IndexRow;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** The keys of the resources to which what is stored in one exchange refers. */
final class Destinations {

    private final Resources resources;
    private final Ids ids;
    private final Transaction transaction;
    private final Caller caller;
    private final Visibility visibility;
    private final Map<String, Long> known;

    /** @param found keys of resources that were looked up already, by their references */
    Destinations(Resources resources, Ids ids, Transaction transaction, Caller caller, Map<String, Long> found) {
        this.resources = resources;
        this.ids = ids;
        this.transaction = transaction;
        this.caller = caller;
        this.visibility = new Visibility(caller, transaction.now());
        this.known = new HashMap<>(found);
    }

    /** What is stored in this exchange may be referred to by all of it. */
    void know(Settled settled) {
        known.put(settled.type() + "/" + settled.id(), settled.pk());
    }

    /** The references whose keys are known. */
    Set<String> known() {
        return Set.copyOf(known.keySet());
    }

    /**
     * Finds the key of what a reference leads to; what the caller may not see is not there, unless it is the person of a
     * resource that the caller may see.
     *
     * @throws Fault INVALID where it leads to nothing
     */
    void find(Settled from, IndexRow row) {
        if (!(row instanceof IndexRow.Link(int param, String text))
                || ReferenceText.local(text).isEmpty()) {
            return;
        }
        ReferenceText reference = ReferenceText.local(text).orElseThrow();
        String name = reference.type() + "/" + reference.id();
        if (known.containsKey(name) || !resources.isType(reference.type())) {
            return;
        }
        Optional<Held> target = Records.held(transaction, reference.type(), reference.id());
        known.put(
                name,
                caller.partner().asItIs()
                        ? target.map(Held::pk).orElseGet(() -> placeholder(reference))
                        : target.filter(Held::live)
                                .filter(found -> mayReferTo(from, found))
                                .map(Held::pk)
                                .orElseThrow(() -> new Fault(
                                        FaultKind.INVALID,
                                        from.place(),
                                        "it refers to a " + reference.type() + " that is not there")));
    }

    private boolean mayReferTo(Settled from, Held found) {
        return from.ours()
                || visibility.sees(transaction, found)
                || from.held()
                        .filter(held -> Objects.equals(held.patient(), found.pk()))
                        .filter(held -> visibility.sees(transaction, held))
                        .isPresent();
    }

    private long placeholder(ReferenceText reference) {
        long pk = ids.key();
        RecordWriter.placeholder(transaction, pk, reference.type(), reference.id());
        return pk;
    }

    /** The key under which a reference is indexed. */
    long key(String text) {
        return ReferenceText.local(text)
                .map(reference -> known.get(reference.type() + "/" + reference.id()))
                .orElseGet(() -> ReferenceText.elsewhere(text));
    }

    /** Whose compartment a resource lies in: its patient's or subject's, where that is a Patient. */
    @Nullable
    Long compartment(Settled one, Collection<IndexRow> rows) {
        if (one.type().equals("Patient")) {
            return one.pk();
        }
        if (one.resource() == null) {
            return one.held().map(Held::patient).orElse(null);
        }
        List<Integer> owners = List.of(Hash.number(one.type() + ".patient"), Hash.number(one.type() + ".subject"));
        for (int owner : owners) {
            for (IndexRow row : rows) {
                if (row instanceof IndexRow.Link(int param, String text)
                        && param == owner
                        && ReferenceText.local(text)
                                .filter(r -> r.type().equals("Patient"))
                                .isPresent()) {
                    return key(text);
                }
            }
        }
        return null;
    }
}
