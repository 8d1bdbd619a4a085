package org.carerrecord.gateway.inbound;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.carerrecord.councilcase.CouncilExtract;
import org.carerrecord.councilcase.PersonRows;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.contributions.Snapshot;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Snapshots;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /intake/council}: an extract, taken one person after the other, each in a transaction of its own.
 *
 * <p>The answer has a line for each row: {@code row 3: taken}, {@code row 3: taken, with losses: ...} or {@code row 3:
 * refused: ...}. It waits in a file, which holds nothing of anybody, until the whole extract was read: a sender that reads no
 * answer before it has sent everything is served too.
 *
 * <p>{@code ?mode=full}: it names all who care for somebody, and whom it leaves out is said no more once every row was taken; the
 * last line tells. {@code &withdrawals=37} confirms that many. Without it an extract takes back nothing by its silence.
 */
@RestController
class CouncilOverHttp {

    private static final Logger LOG = LoggerFactory.getLogger(CouncilOverHttp.class);

    private static final int READ = 200;

    private final Intake intake;
    private final Snapshots snapshots;
    private final AuditTrail audit;
    private final Ids ids;

    CouncilOverHttp(Intake intake, Snapshots snapshots, AuditTrail audit, Ids ids) {
        this.intake = intake;
        this.snapshots = snapshots;
        this.audit = audit;
        this.ids = ids;
    }

    @PostMapping(path = "/intake/council", consumes = "text/csv")
    void csv(
            @RequestParam(defaultValue = "changes") String mode,
            @RequestParam(defaultValue = "0") int withdrawals,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        take(new Declared(isFull(mode), withdrawals), request, response, CouncilExtract::csv);
    }

    @PostMapping(path = "/intake/council", consumes = MediaType.APPLICATION_JSON_VALUE)
    void json(
            @RequestParam(defaultValue = "changes") String mode,
            @RequestParam(defaultValue = "0") int withdrawals,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        take(new Declared(isFull(mode), withdrawals), request, response, CouncilExtract::json);
    }

    /** What the sender says of the whole extract. */
    private record Declared(boolean full, int withdrawals) {}

    private interface Opening {
        CouncilExtract open(InputStream in, Sender council, LongConsumer progress);
    }

    private static boolean isFull(String mode) {
        return switch (mode) {
            case "full" -> true;
            case "changes" -> false;
            default -> throw new Fault(FaultKind.UNREADABLE, "mode", "an extract is full or of changes");
        };
    }

    private void take(Declared declared, HttpServletRequest request, HttpServletResponse response, Opening opening)
            throws IOException {
        Caller sender = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        Sender council = new Sender(sender.partner().ods(), sender.partner().name());
        String extract = ids.id();
        Attempt attempt = Requests.tried(
                request,
                new Attempt(sender, sender.requestId(), CouncilRows.NAME, Optional.empty(), Optional.of(extract)));
        CouncilExtract people = opening.open(
                request.getInputStream(), council, rows -> LOG.info("council extract {}: {} rows read", extract, rows));
        Path answer = Files.createTempFile("council-extract", ".txt");
        try {
            try (BufferedWriter lines = Files.newBufferedWriter(answer)) {
                Taken taken = takeAll(
                        people, new CouncilRows(Optional.of(extract).filter(any -> declared.full())), sender, lines);
                keep(attempt, sender, taken);
                if (declared.full()) {
                    lines.write("extract: " + end(taken.whole(), extract, sender, declared.withdrawals()) + "\n");
                }
            }
            response.setContentType("text/plain;charset=UTF-8");
            response.setContentLengthLong(Files.size(answer));
            Files.copy(answer, response.getOutputStream());
        } finally {
            Files.delete(answer);
        }
    }

    /**
     * What became of an extract.
     *
     * @param whole whether every row was taken, and told who cares
     * @param status of the stop of its reading; 200 when it was read to its end
     */
    private record Taken(boolean whole, int status) {}

    /** Each person's rows have their own row in the audit; an extract may have none that could be read. */
    private void keep(Attempt attempt, Caller sender, Taken taken) {
        if (taken.status() == READ) {
            String ground = sender.mayContribute("Patient").map(Grant::ground).orElse("");
            audit.audited(attempt, Answer.of(taken, READ, ground, List.of()));
        } else {
            audit.failed(attempt, taken.status());
        }
    }

    /** What stood before the place where reading must stop is taken, and the last line says where that is. */
    private Taken takeAll(CouncilExtract people, CouncilRows format, Caller sender, BufferedWriter lines)
            throws IOException {
        boolean whole = true;
        try {
            while (people.hasNext()) {
                PersonRows rows = people.next();
                Kept kept = intake.take(new Envelope(format, rows.raw(), sender, ids.id()));
                RowLines.write(rows.numbers(), kept, lines);
                whole &= kept.stop().isEmpty() && rows.tellWhoCares();
            }
            return new Taken(whole, READ);
        } catch (Fault stop) {
            lines.write(stop.place() + ": refused: " + stop.reason() + "\n");
            return new Taken(false, stop.kind().httpStatus());
        }
    }

    private String end(boolean whole, String extract, Caller sender, int withdrawals) {
        if (!whole) {
            return "not every row was taken and told who cares: nothing is withdrawn";
        }
        try {
            return text(snapshots.close(
                    new Snapshot(sender.partner().ods(), CouncilRows.NAME, extract), sender, withdrawals));
        } catch (Fault stop) {
            return "refused: " + stop.reason() + ": what is left out may still stand; send it again";
        }
    }

    private static String text(Snapshots.End end) {
        return switch (end) {
            case Snapshots.End.Silent() -> "it names nobody who cares for anybody: nothing is withdrawn";
            case Snapshots.End.Unconfirmed(int missing, int standing, int inHundred) ->
                missing + " of " + standing + " relationships are no longer in it, more than " + inHundred
                        + " in a hundred: nothing is withdrawn; if it is right, send it again with withdrawals="
                        + missing;
            case Snapshots.End.Closed(int missing, int standing) ->
                missing + " of " + standing + " relationships are no longer in it: withdrawn";
        };
    }
}
