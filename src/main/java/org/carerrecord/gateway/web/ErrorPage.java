package org.carerrecord.gateway.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container answers with a status alone gets its OperationOutcome here. */
@Controller
class ErrorPage implements ErrorController {

    private final FaultAnswers answers;

    ErrorPage(FaultAnswers answers) {
        this.answers = answers;
    }

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        answers.answer(request, response, fault(status instanceof Integer code ? code : 404));
    }

    static Fault fault(int status) {
        return switch (status) {
            case 404 -> new Fault(FaultKind.NOT_FOUND, "URL", "there is nothing here");
            case 405, 501 -> new Fault(FaultKind.NOT_ALLOWED, "URL", "this method is not offered here");
            case 406 -> new Fault(FaultKind.NOT_ACCEPTABLE, "Accept", "this format is not spoken here");
            case 408 ->
                new Fault(FaultKind.TOO_SLOW, "body", "it comes too slowly; send it again when it can come at once");
            case 413 -> new Fault(FaultKind.TOO_LARGE, "body", "the request is too large");
            case 415 -> new Fault(FaultKind.UNSUPPORTED_MEDIA, "Content-Type", "this content type is not read here");
            case 503 ->
                new Fault(FaultKind.UNAVAILABLE, "gateway", "the gateway stops or is busy; send it again later");
            default ->
                status >= 500
                        ? new Fault(
                                FaultKind.INTERNAL,
                                "gateway",
                                "the gateway has a mistake of its own; tell its operator")
                        : new Fault(
                                FaultKind.UNREADABLE,
                                "request",
                                "this request is not understood, or its URL and headers are too long; a long search"
                                        + " goes by POST to _search");
        };
    }
}
