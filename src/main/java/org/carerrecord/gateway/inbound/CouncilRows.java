package org.carerrecord.gateway.inbound;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.councilcase.CouncilExtract;
import org.carerrecord.councilcase.PersonRows;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.intake.Format;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Verdict;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;

/**
 * One person's rows of a council's extract, as {@code PersonRows.raw} keeps them.
 *
 * <p>They carry no number of their own. What they are about stands for it: the same rows are the same message while no others
 * about the same follow, so that an extract that is sent again resumes.
 *
 * @param snapshot the gateway's id for a full extract, whose rows are said anew whenever they were said before; empty for
 *     changes
 */
record CouncilRows(Optional<String> snapshot) implements Format {

    static final String NAME = "council-extract";

    private static final Sender NOBODY = new Sender("", "");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kept.Header header(byte[] raw) {
        return new Kept.Header(
                snapshot.orElse(""),
                "",
                digest(rows(raw, NOBODY).subject().getBytes(StandardCharsets.UTF_8)),
                digest(raw));
    }

    @Override
    public Places places() {
        return new Places("row 1", "row 1", "row 1");
    }

    @Override
    public Mapped<Understood> understand(byte[] raw, Partner sender) {
        return rows(raw, new Sender(sender.ods(), sender.name())).understand();
    }

    @Override
    public boolean isOfExtracts() {
        return true;
    }

    private static PersonRows rows(byte[] raw, Sender council) {
        return CouncilExtract.json(new ByteArrayInputStream(raw), council, read -> {})
                .next();
    }

    private static String digest(byte[] text) {
        return UUID.nameUUIDFromBytes(text).toString();
    }

    /** The lines of all rows are one answer: see {@link CouncilOverHttp}. */
    @Override
    public byte[] answer(byte[] raw, Verdict verdict) {
        return new byte[0];
    }
}
