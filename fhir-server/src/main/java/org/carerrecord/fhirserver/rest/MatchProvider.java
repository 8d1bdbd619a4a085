package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Matching;
import org.carerrecord.fhirserver.Matching.Grade;
import org.carerrecord.fhirserver.Matching.Likely;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Person;

/** {@code Person/$match}: as R4's http://hl7.org/fhir/OperationDefinition/Patient-match, for the carers whom the caller may read of. */
public final class MatchProvider {

    private static final Set<String> PARAMETERS = Set.of("resource", "onlyCertainMatches", "count");
    private static final String MATCH_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    private static final String RELATIONSHIPS = "RelatedPerson";
    private static final int DECIMALS = 4;

    private final AuditTrail audit;
    private final Matching matching;

    MatchProvider(AuditTrail audit, Matching matching) {
        this.audit = audit;
        this.matching = matching;
    }

    @Operation(
            name = "$match",
            type = Person.class,
            idempotent = true,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.PERSON_MATCH,
            bundleType = BundleTypeEnum.SEARCHSET)
    public Bundle match(RequestDetails request) {
        Caller caller = Requests.caller(request);
        Given given = Given.of(request).understood(PARAMETERS);
        if (!(given.resource().orElse(null) instanceof Person described)) {
            throw new Fault(FaultKind.MISSING, "resource", "send the Person who is looked for");
        }
        boolean onlyCertain =
                given.one("onlyCertainMatches").map(MatchProvider::truth).orElse(false);
        int count = given.one("count").map(MatchProvider::count).orElse(Integer.MAX_VALUE);
        String ground = caller.groundToRead(RELATIONSHIPS);
        List<Likely> likely = audit.auditedRead(Requests.attempt(request), transaction -> {
            List<Likely> found = wanted(
                    matching.likely(transaction, new Visibility(caller, transaction.now()), described),
                    onlyCertain,
                    count);
            return Answer.of(
                    found,
                    200,
                    ground,
                    found.stream().flatMap(one -> one.patients().stream()).toList());
        });
        return bundle(likely);
    }

    /** R4, Patient-match, onlyCertainMatches: a single one, or none where several may be meant. */
    private static List<Likely> wanted(List<Likely> all, boolean onlyCertain, int count) {
        List<Likely> wanted = onlyCertain
                ? all.stream().filter(one -> one.grade() == Grade.CERTAIN).toList()
                : all;
        return onlyCertain && wanted.size() > 1
                ? List.of()
                : wanted.stream().limit(count).toList();
    }

    private static Bundle bundle(List<Likely> likely) {
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        Totals.tell(bundle, Optional.of(likely.size()));
        for (Likely one : likely) {
            bundle.addEntry()
                    .setFullUrl("urn:uuid:" + UUID.randomUUID())
                    .setResource(one.person())
                    .getSearch()
                    .setMode(SearchEntryMode.MATCH)
                    .setScore(BigDecimal.valueOf(one.score()).setScale(DECIMALS, RoundingMode.HALF_UP))
                    .addExtension(MATCH_GRADE, new CodeType(one.grade().name().toLowerCase(Locale.ROOT)));
        }
        return bundle;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Fault(FaultKind.INVALID_SEARCH, "onlyCertainMatches", "it is true or false");
        };
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new Fault(FaultKind.INVALID_SEARCH, "count", "it is a number from 1 on");
        }
        return Integer.parseInt(text);
    }
}
