package org.carerrecord.fhirserver.store;

/** What of a person is told to nobody but their only source (carer-model.md, agreement 3). */
public enum Mask {
    NONE,
    /** The home: of people of whose compartment somebody else is restricted. The one may live with the other. */
    HOME,
    /** All that leads to somebody: of who is restricted, and of all people of a restricted person's compartment. */
    ALL;

    /**
     * The mask's ordinal, for a row of {@code resource} under the alias; a scalar, so that PostgreSQL looks it up for each row
     * that is left and never reads all people for it.
     */
    public static String of(String alias) {
        return "(select case when not g.guarded then 0 when g.restricted or " + alias + ".restricted then 2 else 1 end"
                + " from resource g where g.pk = coalesce(" + alias + ".patient, " + alias + ".pk))";
    }

    /** The mask with an ordinal. */
    public static Mask at(int ordinal) {
        return values()[ordinal];
    }
}
