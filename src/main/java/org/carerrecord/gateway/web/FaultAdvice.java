package org.carerrecord.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.beans.TypeMismatchException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Stops of our own endpoints, and what Spring refuses before they are reached. */
@ControllerAdvice
class FaultAdvice {

    private final FaultAnswers answers;

    FaultAdvice(FaultAnswers answers) {
        this.answers = answers;
    }

    @ExceptionHandler
    void stop(Exception stop, HttpServletRequest request, HttpServletResponse response) throws IOException {
        answers.answer(request, response, fault(stop));
    }

    private static Fault fault(Exception stop) {
        if (stop instanceof Fault fault) {
            return fault;
        }
        if (stop instanceof TypeMismatchException) {
            return notUnderstood(stop);
        }
        if (stop instanceof ErrorResponse refused) {
            return switch (refused.getStatusCode().value()) {
                case 404 -> new Fault(FaultKind.NOT_FOUND, "URL", "there is nothing here", stop);
                case 405 -> new Fault(FaultKind.NOT_ALLOWED, "URL", "this method is not offered here", stop);
                case 415 ->
                    new Fault(FaultKind.UNSUPPORTED_MEDIA, "Content-Type", "this content type is not read here", stop);
                default -> notUnderstood(stop);
            };
        }
        return new Fault(
                FaultKind.INTERNAL, "gateway", "the gateway has a mistake of its own; tell its operator", stop);
    }

    private static Fault notUnderstood(Exception stop) {
        return new Fault(FaultKind.UNREADABLE, "request", "a parameter is missing or not understood", stop);
    }
}
