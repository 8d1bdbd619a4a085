package org.carerrecord.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Snapshot;
import org.carerrecord.mapping.Loss;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.stereotype.Component;

/** The rows of table {@code message}. */
@Component
public class Messages {

    private static final int MOST = 100;
    private static final String COLUMNS =
            """
            id, partner, received, format, sending_application, sending_facility, control_id, message_time, hash, raw,
            outcome, fault, place, reason, losses, written, acknowledgement""";

    private final ObjectMapper json = new ObjectMapper();

    /** Under which two deliveries of one message wait for each other, and parts of extracts for the end of one. */
    static Set<UUID> locks(Envelope envelope, Kept.Header header) {
        String partner = envelope.sender().partner().ods();
        UUID own = Hash.key(
                String.join("\n", "message", partner, header.application(), header.facility(), header.controlId()));
        return envelope.format().isOfExtracts()
                ? Set.of(own, Snapshot.lock(partner, envelope.format().name()))
                : Set.of(own);
    }

    /**
     * What of the partner's messages under the same application, facility and control id decides what becomes of one more: the
     * newest with the same content, and one that was applied with other content of the same time. However many there are.
     */
    List<Kept> sentBefore(Transaction transaction, String partner, Kept.Header header, byte[] raw) {
        Sql same = under(partner, header);
        UUID hash = Hash.key(raw);
        return Stream.of(
                        same.then(" and hash = ?", hash),
                        same.then(" and hash <> ? and message_time = ? and outcome = 'AA'", hash, header.time()))
                .flatMap(condition -> newest(transaction, condition, 1).stream())
                .toList();
    }

    /**
     * Whether what a message of an extract says may not stand any more: another of the partner's messages came under the same
     * control id since, of whichever extract, or a full extract ended.
     */
    boolean isOvertaken(Transaction transaction, Kept one) {
        Sql same = Sql.of(
                "control_id = ? and partner = ? and format = ?", one.header().controlId(), one.partner(), one.format());
        return !newest(transaction, same, 1).getFirst().id().equals(one.id())
                || new Snapshot(one.partner(), one.format(), "").hasEndedSince(transaction, one.received());
    }

    private static Sql under(String partner, Kept.Header header) {
        return Sql.of(
                "control_id = ? and partner = ? and sending_application = ? and sending_facility = ?",
                header.controlId(),
                partner,
                header.application(),
                header.facility());
    }

    void save(Transaction transaction, Kept kept) {
        Kept.Header header = kept.header();
        transaction.update(
                "insert into message (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                kept.id(),
                kept.partner(),
                Transaction.at(kept.received()),
                kept.format(),
                header.application(),
                header.facility(),
                header.controlId(),
                header.time(),
                Hash.key(kept.raw()),
                kept.raw(),
                kept.outcome(),
                kept.stop().map(Kept.Stop::kind).orElse(null),
                kept.stop().map(Kept.Stop::place).orElse(null),
                kept.stop().map(Kept.Stop::reason).orElse(null),
                bytes(kept.losses()),
                bytes(kept.written()),
                kept.acknowledgement());
    }

    /** The newest messages under a control id; of one partner, or of all. */
    public List<Kept> byControlId(Transaction transaction, String controlId, Optional<String> partner) {
        return find(transaction, Sql.of("control_id = ?", controlId), partner);
    }

    /** A message by the gateway's id; of one partner, or of all. */
    public Optional<Kept> byId(Transaction transaction, String id, Optional<String> partner) {
        return find(transaction, Sql.of("id = ?", id), partner).stream().findFirst();
    }

    private List<Kept> find(Transaction transaction, Sql condition, Optional<String> partner) {
        Sql own = partner.map(ods -> condition.then(" and partner = ?", ods)).orElse(condition);
        return newest(transaction, own, MOST);
    }

    private List<Kept> newest(Transaction transaction, Sql condition, int most) {
        return transaction.query(
                Sql.of("select " + COLUMNS + " from message where ")
                        .then(condition)
                        .then(" order by received desc, id desc limit " + most),
                (row, number) -> kept(row));
    }

    /** The keys of the people whom that concerns which the messages made. */
    public List<@Nullable Long> patients(Transaction transaction, List<Kept> kept) {
        List<Sql> written = kept.stream()
                .flatMap(one -> one.written().stream())
                .flatMap(version -> ReferenceText.local(version).stream())
                .distinct()
                .map(one -> Sql.of("(r.type = ? and r.id = ?)", one.type(), one.id()))
                .toList();
        return written.isEmpty()
                ? List.of()
                : transaction.query(
                        Sql.of("select distinct r.patient from resource r where ")
                                .then(Sql.or(written)),
                        (row, number) -> row.getObject(1, Long.class));
    }

    private Kept kept(ResultSet row) throws SQLException {
        String fault = row.getString(12);
        return new Kept(
                row.getString(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getString(4),
                new Kept.Header(row.getString(5), row.getString(6), row.getString(7), row.getString(8)),
                row.getBytes(10),
                row.getString(11),
                fault == null
                        ? Optional.empty()
                        : Optional.of(new Kept.Stop(fault, row.getString(13), row.getString(14))),
                read(row.getBytes(15), new TypeReference<List<Loss>>() {}),
                read(row.getBytes(16), new TypeReference<List<String>>() {}),
                row.getBytes(17));
    }

    private byte[] bytes(List<?> values) {
        try {
            return json.writeValueAsBytes(values);
        } catch (JsonProcessingException cause) {
            throw new IllegalStateException("a list of records is always JSON", cause);
        }
    }

    private <T> T read(byte[] stored, TypeReference<T> type) {
        try {
            return json.readValue(stored, type);
        } catch (IOException cause) {
            throw new DataRetrievalFailureException("a message's row is not as it was written", cause);
        }
    }
}
