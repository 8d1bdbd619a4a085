package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Following;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Referral;
import org.carerrecord.fhirserver.Referring;
import org.carerrecord.fhirserver.Step;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** One call refers a carer (contract.md, "refer a carer"). */
public final class ReferralProvider {

    private static final String CARER = "RelatedPerson";
    private static final String PATIENT = "Patient";

    private final Road road;
    private final Referring referring;

    ReferralProvider(Road road, Referring referring) {
        this.road = road;
        this.referring = referring;
    }

    /** Of a carer whom the caller sees. */
    @Operation(
            name = "$refer",
            type = RelatedPerson.class,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.REFER,
            bundleType = BundleTypeEnum.COLLECTION)
    public Bundle refer(@IdParam IIdType id, RequestDetails request) {
        Grant grant = permitted(request);
        Referral asked = ReferralWords.of(request).referral();
        return referred(request, List.of(), grant, (transaction, caller, written, store) -> {
            Version seen = seen(transaction, caller, id.getIdPart());
            Held carer = held(transaction, seen.pk());
            RelatedPerson told = (RelatedPerson) road.resources().of(seen);
            return Stream.concat(
                            Stream.of(Outcome.seen(carer, seen)),
                            store.apply(referring.ofKnown(transaction, caller, asked, carer, told)).stream())
                    .toList();
        });
    }

    /** Of a carer who is described: both people are contributed by who may do that, and else told to the recipient alone. */
    @Operation(
            name = "$refer-carer",
            type = Patient.class,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.REFER_CARER,
            bundleType = BundleTypeEnum.COLLECTION)
    public Bundle referCarer(RequestDetails request) {
        Grant grant = permitted(request);
        ReferralWords words = ReferralWords.of(request);
        Referral asked = words.referral();
        Patient patient = words.patient();
        RelatedPerson carer = words.carer();
        Caller asking = Requests.caller(request);
        if (!contributes(asking)) {
            return referred(
                    request,
                    List.of(),
                    grant,
                    (transaction, caller, written, store) ->
                            store.apply(referring.ofTold(transaction, caller, asked, carer, patient)));
        }
        asking.scopes().require("Authorization", Scopes.Action.CREATE, PATIENT);
        asking.scopes().require("Authorization", Scopes.Action.CREATE, CARER);
        return referred(
                request,
                words.contributed(),
                grant,
                (transaction, caller, written, store) -> store.apply(referring.ofKnown(
                        transaction,
                        caller,
                        asked,
                        held(transaction, written.getLast().pk()),
                        carer)));
    }

    /** The edge asked for the scope to update; a referral is new. */
    private static Grant permitted(RequestDetails request) {
        Caller caller = Requests.caller(request);
        Grant grant = caller.mayRefer();
        caller.scopes().require("Authorization", Scopes.Action.CREATE, "ServiceRequest");
        return grant;
    }

    private static boolean contributes(Caller caller) {
        return Stream.of(PATIENT, CARER)
                .allMatch(type -> caller.mayContribute(type).isPresent());
    }

    private Bundle referred(RequestDetails request, List<Step> steps, Grant grant, Following.Work work) {
        return road.exchange()
                .run(
                        Requests.caller(request),
                        Requests.attempt(request),
                        steps,
                        Optional.of(new Following(grant.ground(), work)),
                        true,
                        Requests.again(request, ""),
                        (transaction, outcomes) -> bundle(request.getFhirServerBase(), outcomes));
    }

    private static Version seen(Transaction transaction, Caller caller, String id) {
        Visibility visibility = new Visibility(caller, transaction.now());
        Version seen = new Sight(transaction, visibility)
                .current(Sql.of("r.type = ? and r.id = ? and ", CARER, id).then(visibility.of(CARER, "r"))).stream()
                        .findFirst()
                        .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, CARER, "there is no such resource"));
        if (seen.deleted()) {
            throw new Fault(FaultKind.GONE, CARER, "it was deleted");
        }
        return seen;
    }

    private static Held held(Transaction transaction, long pk) {
        return Records.held(transaction, Sql.of("r.pk = ?", pk)).getFirst();
    }

    /** What the caller may see of the relationship, the request and its Task. */
    private Bundle bundle(String base, List<Outcome> outcomes) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        bundle.setId(UUID.randomUUID().toString());
        outcomes.stream().filter(outcome -> !outcome.type().equals(PATIENT)).forEach(outcome -> {
            byte[] content = outcome.content();
            if (content != null) {
                Bundles.collect(bundle, base, road.resources().parse(content));
            }
        });
        return bundle;
    }
}
