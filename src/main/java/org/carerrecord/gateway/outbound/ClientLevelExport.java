package org.carerrecord.gateway.outbound;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.councilcase.clientlevel.CarersCase;
import org.carerrecord.councilcase.clientlevel.ClientLevelRow;
import org.carerrecord.councilcase.clientlevel.ClientLevelRows;
import org.carerrecord.councilcase.clientlevel.ClientLevelWriter;
import org.carerrecord.councilcase.clientlevel.Submission;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /export/cld?release=2&from=&to=}: the Client Level Data rows of the calling council's carers, as CSV; or, for {@code
 * Accept: text/plain}, a line for each row that could not be made, and why. Under the agreement, audited, streamed.
 */
@RestController
class ClientLevelExport {

    private final ReadPath read;
    private final QueryParser queries;
    private final Resources resources;
    private final ClientLevelSettings settings;

    ClientLevelExport(ReadPath read, SearchParameters parameters, Resources resources, ClientLevelSettings settings) {
        this.read = read;
        this.queries = new QueryParser(parameters);
        this.resources = resources;
        this.settings = settings;
    }

    /** What becomes of the rows of one carer. */
    private interface Telling {
        void tell(String carer, Mapped<List<ClientLevelRow>> rows) throws IOException;
    }

    private interface Form {
        Telling into(Writer lines) throws IOException;
    }

    @GetMapping(path = "/export/cld", produces = "text/csv")
    void rows(
            @RequestParam String release,
            @RequestParam String from,
            @RequestParam String to,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Submission submission = submission(release, from, to, caller(request));
        stream(request, response, submission, "text/csv;charset=UTF-8;header=present", lines -> {
            ClientLevelWriter writer = new ClientLevelWriter(lines);
            return (carer, rows) -> {
                for (ClientLevelRow row : rows.value()) {
                    writer.write(row);
                }
            };
        });
    }

    @GetMapping(path = "/export/cld", produces = "text/plain")
    void omitted(
            @RequestParam String release,
            @RequestParam String from,
            @RequestParam String to,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Submission submission = submission(release, from, to, caller(request));
        stream(request, response, submission, "text/plain;charset=UTF-8", lines -> (carer, rows) -> {
            for (Loss omitted : rows.losses()) {
                lines.write("client " + carer + ", " + omitted.place() + ": " + omitted.reason() + "\n");
            }
        });
    }

    /** One page is held at a time; what is refused is refused before anything is written. */
    private void stream(
            HttpServletRequest request,
            HttpServletResponse response,
            Submission submission,
            String contentType,
            Form form)
            throws IOException {
        CouncilClients clients = new CouncilClients(read, queries, resources, caller(request));
        ClientLevelRows rows = new ClientLevelRows(submission);
        CouncilClients.Page page = clients.page(Optional.empty());
        response.setContentType(contentType);
        Writer lines = response.getWriter();
        Telling telling = form.into(lines);
        while (true) {
            for (CarersCase carer : page.carers()) {
                telling.tell(number(carer, submission), rows.of(carer));
            }
            if (page.next().isEmpty()) {
                break;
            }
            page = clients.page(page.next());
        }
        lines.flush();
    }

    /** The council's own number of its client. */
    private static String number(CarersCase carer, Submission submission) {
        return carer.carer().getIdentifier().stream()
                .filter(identifier -> Systems.local(submission.ods(), "").equals(identifier.getSystem())
                        && identifier.getUse() != IdentifierUse.OLD)
                .flatMap(identifier -> Stream.ofNullable(identifier.getValue()))
                .findFirst()
                .orElse("");
    }

    private static Caller caller(HttpServletRequest request) {
        return (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
    }

    private Submission submission(String release, String from, String to, Caller council) {
        if (!release.equals("2")) {
            throw new Fault(FaultKind.UNSUPPORTED, "release", "Client Level Data goes out in release 2");
        }
        String ods = council.partner().ods();
        String code = Optional.ofNullable(settings.laCodes().get(ods))
                .orElseThrow(() -> new Fault(
                        FaultKind.FORBIDDEN,
                        "Authorization",
                        "this partner returns no Client Level Data: gateway.client-level-data.la-codes has no code for"
                                + " it"));
        LocalDate first = day("from", from);
        LocalDate last = day("to", to);
        if (last.isBefore(first)) {
            throw new Fault(FaultKind.INVALID_SEARCH, "to", "a reporting period does not end before it begins");
        }
        return new Submission(code, ods, first, last);
    }

    private static LocalDate day(String parameter, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException cause) {
            throw new Fault(FaultKind.INVALID_SEARCH, parameter, "give a day, for example 2026-09-30", cause);
        }
    }
}
