package org.carerrecord.gateway.inbound;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.carerrecord.councilcase.CouncilExtract;
import org.carerrecord.councilcase.PersonRows;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /intake/council}: an extract, taken one person after the other, each in a transaction of its own.
 *
 * <p>The answer has a line for each row: {@code row 3: taken}, {@code row 3: taken, with losses: ...} or {@code row 3:
 * refused: ...}. It waits in a file, which holds nothing of anybody, until the whole extract was read: a sender that reads no
 * answer before it has sent everything is served too.
 */
@RestController
class CouncilOverHttp {

    private static final Logger LOG = LoggerFactory.getLogger(CouncilOverHttp.class);

    private final Intake intake;
    private final CouncilRows format;
    private final Ids ids;

    CouncilOverHttp(Intake intake, CouncilRows format, Ids ids) {
        this.intake = intake;
        this.format = format;
        this.ids = ids;
    }

    @PostMapping(path = "/intake/council", consumes = "text/csv")
    void csv(HttpServletRequest request, HttpServletResponse response) throws IOException {
        take(request, response, CouncilExtract::csv);
    }

    @PostMapping(path = "/intake/council", consumes = MediaType.APPLICATION_JSON_VALUE)
    void json(HttpServletRequest request, HttpServletResponse response) throws IOException {
        take(request, response, CouncilExtract::json);
    }

    private interface Opening {
        CouncilExtract open(InputStream in, Sender council, LongConsumer progress);
    }

    private void take(HttpServletRequest request, HttpServletResponse response, Opening opening) throws IOException {
        Caller sender = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        Sender council = new Sender(sender.partner().ods(), sender.partner().name());
        String extract = ids.id();
        CouncilExtract people = opening.open(
                request.getInputStream(), council, rows -> LOG.info("council extract {}: {} rows read", extract, rows));
        Path answer = Files.createTempFile("council-extract", ".txt");
        try {
            try (BufferedWriter lines = Files.newBufferedWriter(answer)) {
                takeAll(people, sender, lines);
            }
            response.setContentType("text/plain;charset=UTF-8");
            response.setContentLengthLong(Files.size(answer));
            Files.copy(answer, response.getOutputStream());
        } finally {
            Files.delete(answer);
        }
    }

    /** What stood before the place where reading must stop is taken, and the last line says where that is. */
    private void takeAll(CouncilExtract people, Caller sender, BufferedWriter lines) throws IOException {
        try {
            while (people.hasNext()) {
                PersonRows rows = people.next();
                Kept kept = intake.take(new Envelope(format, rows.raw(), sender, ids.id()));
                RowLines.write(rows.numbers(), kept, lines);
            }
        } catch (Fault stop) {
            lines.write(stop.place() + ": refused: " + stop.reason() + "\n");
        }
    }
}
