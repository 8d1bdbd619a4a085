package org.carerrecord.gateway.contributions;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Kind;
import org.carerrecord.mapping.CodeTable;
import org.springframework.stereotype.Component;

/**
 * Which kind of partner an element belongs to (carer-model.md, contributions 4), read from {@code tables/owners.csv}; an
 * element {@code *} is every element of the type.
 */
@Component
final class Owners {

    private static final String FILE = "/tables/owners.csv";
    private static final String ALL = "*";

    private record Owned(String type, String element, Kind kind) {}

    private final Agreements agreements;
    private final Set<Owned> owned = load();

    Owners(Agreements agreements) {
        this.agreements = agreements;
    }

    /** Whether a contribution's partner owns an element, by its name as in {@link Spoken#of}. */
    boolean owns(Contribution one, String element) {
        String type = one.about().type();
        return agreements
                .current()
                .partner(one.about().partner())
                .filter(partner -> owned.contains(new Owned(type, element, partner.kind()))
                        || owned.contains(new Owned(type, ALL, partner.kind())))
                .isPresent();
    }

    private static Set<Owned> load() {
        Set<Owned> owned = new HashSet<>();
        try (InputStream csv = Objects.requireNonNull(Owners.class.getResourceAsStream(FILE));
                CSVParser rows = CodeTable.rows(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            for (CSVRecord row : rows) {
                owned.add(new Owned(row.get("type"), row.get("element"), Kind.of(row.get("kind"))));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(FILE, cause);
        }
        return owned;
    }
}
