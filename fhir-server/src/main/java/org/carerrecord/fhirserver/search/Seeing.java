package org.carerrecord.fhirserver.search;

import java.util.Optional;
import java.util.function.BiFunction;
import org.carerrecord.fhirserver.store.Sql;

/** What of the record a search may touch. */
public interface Seeing {

    /**
     * The gateway's own look in order to write, of which the caller is told nothing: the rows that meet a condition, given
     * their type and alias, with all of their values and references.
     */
    static Seeing allOf(BiFunction<String, String, Sql> rows) {
        return new Seeing() {
            @Override
            public Sql of(String type, String alias) {
                return rows.apply(type, alias);
            }

            @Override
            public Optional<Sql> telling(SearchParameter parameter, String alias) {
                return Optional.empty();
            }

            @Override
            public Optional<Sql> value(SearchParameter parameter, String row) {
                return Optional.empty();
            }

            @Override
            public Sql link(String row) {
                return Sql.of("true");
            }
        };
    }

    /** The condition under which a row of {@code resource}, of the type, under the alias is seen. */
    Sql of(String type, String alias);

    /** The condition under which the values of a parameter of a row are seen, too; empty where that is always so. */
    Optional<Sql> telling(SearchParameter parameter, String alias);

    /** The condition under which the value in an index row of a parameter, under the alias, is seen; empty where it always is. */
    Optional<Sql> value(SearchParameter parameter, String row);

    /** The condition under which a row of {@code index_reference} under the alias is seen. */
    Sql link(String row);
}
