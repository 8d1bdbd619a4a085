package org.carerrecord.fhirserver.store;

/** What of a person is told to nobody but their only source (carer-model.md, agreement 3). */
public enum Mask {
    NONE(0),
    /** The home: of people of whose compartment somebody else is restricted. The one may live with the other. */
    HOME(1),
    /** All that leads to somebody: of who is restricted, and of all people of a restricted person's compartment. */
    ALL(2);

    private final int level;

    Mask(int level) {
        this.level = level;
    }

    /** The more is masked, the higher. */
    public int level() {
        return level;
    }

    /**
     * The level for a row of {@code resource} under the alias; a scalar, so that PostgreSQL looks it up for each row that is
     * left and never reads all people for it.
     */
    public static String of(String alias) {
        return "(select " + level("g", alias) + " from resource g where g.pk = coalesce(" + alias + ".patient, " + alias
                + ".pk))";
    }

    /** The same for a row of a type. A Patient is the person of its compartment. */
    public static String of(String type, String alias) {
        return type.equals("Patient") ? level(alias, alias) : of(alias);
    }

    private static String level(String person, String alias) {
        return "case when not " + person + ".guarded then 0 when " + person + ".restricted or " + alias
                + ".restricted then 2 else 1 end";
    }

    /** The mask of a level. */
    public static Mask at(int level) {
        return switch (level) {
            case 0 -> NONE;
            case 1 -> HOME;
            default -> ALL;
        };
    }
}
