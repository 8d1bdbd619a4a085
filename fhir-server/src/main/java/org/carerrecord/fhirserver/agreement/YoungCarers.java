package org.carerrecord.fhirserver.agreement;

import java.util.Map;
import java.util.Set;

/**
 * Who may be let see young carers at all: children's services, the service that holds the referral, and the child's own
 * practice (carer-model.md, agreement 4). An agreement that gives it to others is not valid.
 */
final class YoungCarers {

    private static final Map<Kind, Set<Relation>> MAY_SEE = Map.of(
            Kind.CHILDRENS_SERVICES, Set.of(Relation.values()),
            Kind.VOLUNTARY, Set.of(Relation.REFERRED),
            Kind.GP_PRACTICE, Set.of(Relation.REGISTERED),
            Kind.TESTER, Set.of(Relation.ANY));

    private YoungCarers() {}

    static void check(Partner partner, Grant grant) {
        boolean isTold = grant.right() == Grant.Right.READ || grant.right() == Grant.Right.BE_TOLD;
        if (isTold
                && grant.categories().contains(Category.YOUNG_CARER)
                && (!MAY_SEE.containsKey(partner.kind())
                        || !MAY_SEE.get(partner.kind()).containsAll(grant.relations()))) {
            throw new IllegalArgumentException("partner " + partner.ods()
                    + ": young carers are seen by children's services, by the service that they were referred to, and"
                    + " by their own practice");
        }
    }
}
