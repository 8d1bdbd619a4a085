package org.carerrecord.fhirserver.search;

import java.util.Optional;
import org.carerrecord.fhirserver.store.Sql;

/** What of the record a search may touch. */
public interface Seeing {

    /** All of it: the gateway's own look in order to write, of which the caller is told nothing. */
    Seeing EVERYTHING = new Seeing() {
        @Override
        public Sql of(String type, String alias) {
            return Sql.of("true");
        }

        @Override
        public Optional<Sql> telling(SearchParameter parameter, String alias) {
            return Optional.empty();
        }

        @Override
        public Sql link(String row) {
            return Sql.of("true");
        }
    };

    /** The condition under which a row of {@code resource}, of the type, under the alias is seen. */
    Sql of(String type, String alias);

    /** The condition under which the values of a parameter of a row are seen, too; empty where that is always so. */
    Optional<Sql> telling(SearchParameter parameter, String alias);

    /** The condition under which a row of {@code index_reference} under the alias is seen. */
    Sql link(String row);
}
