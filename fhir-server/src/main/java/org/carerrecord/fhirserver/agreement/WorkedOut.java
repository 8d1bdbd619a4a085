package org.carerrecord.fhirserver.agreement;

import org.carerrecord.fhirserver.search.Seeing;
import org.carerrecord.fhirserver.store.Sql;

/**
 * What nobody says and is shared with nobody: the gateway worked it out of a carer, and the carer's own record alone tells it
 * (carer-model.md, "What makes a carer" 4).
 */
public final class WorkedOut {

    static final String TYPE = "Flag";

    /** All but that: what the gateway itself looks at in order to write, so that nobody's write ends there. */
    public static final Seeing NOT =
            Seeing.allOf((type, alias) -> type.equals(TYPE) ? Sql.of("not ").then(is(alias)) : Sql.of("true"));

    private WorkedOut() {}

    /** Whether a Flag under the alias is that. */
    static Sql is(String alias) {
        return Sql.of("(not " + alias + ".shared and not exists (select 1 from source s where s.resource = " + alias
                + ".pk))");
    }
}
