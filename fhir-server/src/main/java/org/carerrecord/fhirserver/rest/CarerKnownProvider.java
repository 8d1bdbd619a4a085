package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.OneQuestion;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.NhsNumber;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;

/** {@code Patient/$carer-known}: one question about one person, with a reason (carer-model.md, agreement 6). */
public final class CarerKnownProvider {

    private static final Set<String> PARAMETERS = Set.of("nhsNumber", "question", "reason");
    private static final String IS_CARER = "is-carer";
    private static final Set<String> QUESTIONS = Set.of("has-carer", IS_CARER);
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = OneQuestion.LONGEST_REASON;

    private final AuditTrail audit;
    private final Resources resources;
    private final Function<Flag, Optional<String>> meaning;
    private final BiPredicate<Patient, Transaction> minor;
    private final RateLimit limit;

    /**
     * @param meaning the code of CarerRecord-FlagMeaning that a Flag says
     * @param minor whether a person is a child at the time of a transaction
     */
    CarerKnownProvider(
            AuditTrail audit,
            Resources resources,
            Function<Flag, Optional<String>> meaning,
            BiPredicate<Patient, Transaction> minor,
            RateLimit limit) {
        this.audit = audit;
        this.resources = resources;
        this.meaning = meaning;
        this.minor = minor;
        this.limit = limit;
    }

    @Operation(
            name = "$carer-known",
            type = Patient.class,
            idempotent = true,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.CARER_KNOWN)
    public Parameters known(RequestDetails request) {
        Caller caller = Requests.caller(request);
        Grant grant = caller.mayAskOneQuestion();
        boolean isInAddress = !Collections.disjoint(request.getParameters().keySet(), PARAMETERS);
        if (request.getRequestType() != RequestTypeEnum.POST || isInAddress) {
            throw new Fault(
                    FaultKind.NOT_ALLOWED, "URL", "ask by POST with a Parameters: an address is no place for a number");
        }
        count(caller, request);
        Given given = Given.of(request).understood(PARAMETERS);
        String number = given.one("nhsNumber")
                .flatMap(NhsNumber::of)
                .map(NhsNumber::value)
                .orElseThrow(() -> new Fault(FaultKind.INVALID, "nhsNumber", "send one NHS number that is valid"));
        String question = given.one("question")
                .filter(QUESTIONS::contains)
                .orElseThrow(() -> new Fault(FaultKind.INVALID, "question", "it is has-carer or is-carer"));
        String reason = given.one("reason")
                .map(String::strip)
                .filter(text -> text.length() >= SHORTEST_REASON && text.length() <= LONGEST_REASON)
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID,
                        "reason",
                        "say why in " + SHORTEST_REASON + " to " + LONGEST_REASON + " characters"));
        boolean isKnown = audit.auditedRead(Requests.attempt(request), transaction -> {
            OneQuestion.Known known = new OneQuestion(caller, grant, transaction.now()).about(transaction, number);
            boolean isSaid = known.flags().stream().anyMatch(flag -> says((Flag) resources.of(flag), question))
                    && !(question.equals(IS_CARER) && isOfAChild(known, transaction));
            return Answer.of(isSaid, 200, OneQuestion.ground(grant, reason), known.people());
        });
        return new Parameters().addParameter("answer", new CodeType(isKnown ? "yes" : "not-known"));
    }

    private boolean says(Flag flag, String question) {
        return flag.getStatus() == FlagStatus.ACTIVE
                && meaning.apply(flag).filter(question::equals).isPresent();
    }

    /** A Flag may be older than the date of birth, so that it was shared when it was said (carer-model.md, agreement 4). */
    private boolean isOfAChild(OneQuestion.Known known, Transaction transaction) {
        return known.descriptions(transaction).stream()
                .anyMatch(person -> minor.test((Patient) resources.of(person), transaction));
    }

    private void count(Caller caller, RequestDetails request) {
        OptionalLong wait = limit.tooMany(caller.partner().ods());
        if (wait.isPresent()) {
            ((ServletRequestDetails) request)
                    .getServletResponse()
                    .setHeader("Retry-After", Long.toString(wait.getAsLong()));
            throw new Fault(FaultKind.TOO_MANY, "Authorization", "that was the last question for now");
        }
    }
}
