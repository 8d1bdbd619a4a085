package org.carerrecord.fhirserver.agreement;

import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * Who asks, and for what.
 *
 * @param agreement the version of the agreement under which the request came in; it decides to the end of the request
 * @param partner the organisation on whose behalf
 * @param purpose the purpose of use
 * @param requestId the request's id (X-Request-ID)
 * @param client the client that the identity provider knows, when one asks for the partner
 * @param scopes what its token lets it do at most
 */
public record Caller(
        Agreement agreement,
        Partner partner,
        String purpose,
        String requestId,
        Optional<String> client,
        Scopes scopes) {

    public Caller(Agreement agreement, Partner partner, String purpose, String requestId) {
        this(agreement, partner, purpose, requestId, Optional.empty(), Scopes.ALL);
    }

    /** The ground on which the caller may contribute resources of a type. */
    public Optional<Grant> mayContribute(String type) {
        return partner.grants(Grant.Right.CONTRIBUTE, agreement.categoriesOf(type), purpose).stream()
                .findFirst();
    }

    /** The grants by which the caller may read resources of a type about people to whom it stands in a relation of them. */
    public List<Grant> mayRead(String type) {
        return partner.grants(Grant.Right.READ, agreement.categoriesOf(type), purpose);
    }

    /** Whether the caller sees all that there is of a type, and nothing of it masked. */
    boolean seesAllOf(String type) {
        for (Grant grant : mayRead(type)) {
            if (grant.relations().contains(Relation.ANY)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The ground on which the caller may refer a carer.
     *
     * @throws Fault FORBIDDEN
     */
    public Grant mayRefer() {
        return require(Grant.Right.REFER, Carers.TYPE, "refer carers");
    }

    /**
     * The ground on which the caller may ask one question about one person.
     *
     * @throws Fault FORBIDDEN
     */
    public Grant mayAskOneQuestion() {
        return require(Grant.Right.ASK_ONE_QUESTION, OneQuestion.TYPE, "ask about carers");
    }

    private Grant require(Grant.Right right, String type, String what) {
        return partner.grants(right, agreement.categoriesOf(type), purpose).stream()
                .findFirst()
                .orElseThrow(() -> new Fault(
                        FaultKind.FORBIDDEN, "Authorization", "the agreement does not let this partner " + what));
    }

    /** Why the caller sees resources of a type, as the audit says it. */
    public String groundToRead(String type) {
        List<Grant> grants = mayRead(type);
        return grants.isEmpty() ? Visibility.groundWithoutGrant(type) : Partner.ground(grants);
    }

    /** The same, asking by a client within its scopes. */
    public Caller by(Optional<String> its, Scopes within) {
        return new Caller(agreement, partner, purpose, requestId, its, within);
    }

    /** Whether this is the operator, who sees who did what and what became of messages, and no care data. */
    public boolean operates() {
        return partner.kind() == Kind.OPERATIONS;
    }

    /** As the gateway itself looks somebody up in order to write for this caller; what is then told is narrowed again. */
    public Caller unscoped() {
        return new Caller(agreement, partner, purpose, requestId, client, Scopes.ALL);
    }
}
