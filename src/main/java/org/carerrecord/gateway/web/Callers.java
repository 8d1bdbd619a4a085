package org.carerrecord.gateway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.fhirserver.agreement.Scopes.Action;
import org.carerrecord.fhirserver.rest.RateLimit;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.gateway.GatewaySettings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns who bears a token into the partner of the agreement for which it acts, one with each request; within the limit of
 * requests, and outside of FHIR within the token's scopes.
 */
final class Callers extends OncePerRequestFilter {

    /** contract.md, headers. */
    private static final String END_USER_ORGANISATION = "NHSD-End-User-Organisation-ODS";

    private final Agreements agreements;
    private final GatewaySettings.OAuth2 settings;
    private final RateLimit limits;
    private final FaultAnswers answers;

    Callers(Agreements agreements, GatewaySettings.OAuth2 settings, RateLimit limits, FaultAnswers answers) {
        this.agreements = agreements;
        this.settings = settings;
        this.limits = limits;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Bearer bearer) {
            try {
                recognise(bearer, request, response);
            } catch (Fault fault) {
                answers.answer(request, response, fault);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void recognise(Bearer bearer, HttpServletRequest request, HttpServletResponse response) {
        Caller caller;
        try {
            caller = named(bearer, request);
        } catch (Fault nobody) {
            // Who names another organisation is counted like everybody.
            requireWithinLimit(bearer, response);
            throw nobody;
        }
        request.setAttribute(Requests.CALLER, caller);
        requireWithinLimit(bearer, response);
        requireScopes(caller.scopes(), request);
    }

    private void requireWithinLimit(Bearer bearer, HttpServletResponse response) {
        OptionalLong seconds =
                limits.tooMany(bearer.client().or(bearer::organisation).orElse(""));
        if (seconds.isPresent()) {
            response.setHeader("Retry-After", Long.toString(seconds.getAsLong()));
            throw new Fault(
                    FaultKind.TOO_MANY, "request", "there are more requests than this caller may send in a minute");
        }
    }

    /** The partner for which a request is. */
    private Caller named(Bearer bearer, HttpServletRequest request) {
        List<String> served = served(bearer);
        Optional<String> named = named(request);
        Optional<Caller> only =
                served.size() == 1 ? Optional.of(caller(bearer, served.getFirst(), request)) : Optional.empty();
        // Who tries to be somebody else is known by what it is.
        only.ifPresent(one -> request.setAttribute(Requests.CALLER, one));
        String ods = named.or(() -> only.map(one -> one.partner().ods()))
                .orElseThrow(() -> new Fault(
                        FaultKind.MISSING,
                        END_USER_ORGANISATION,
                        "this client serves several organisations; name the one for which it acts"));
        if (!served.contains(ods)) {
            throw new Fault(
                    FaultKind.FORBIDDEN, END_USER_ORGANISATION, "this client does not act for that organisation");
        }
        return only.orElseGet(() -> caller(bearer, ods, request));
    }

    /** The organisations for which the client may act. */
    private List<String> served(Bearer bearer) {
        return bearer.client()
                .map(settings.clients()::get)
                .or(() -> bearer.organisation().map(List::of))
                .orElseThrow(Callers::noPartner);
    }

    private static Optional<String> named(HttpServletRequest request) {
        List<String> named = List.copyOf(Collections.list(request.getHeaders(END_USER_ORGANISATION)));
        if (named.size() > 1) {
            throw new Fault(FaultKind.UNREADABLE, END_USER_ORGANISATION, "name one organisation");
        }
        return named.stream().findFirst();
    }

    private Caller caller(Bearer bearer, String ods, HttpServletRequest request) {
        return agreements
                .caller(ods, (String) Objects.requireNonNull(request.getAttribute(Requests.REQUEST_ID)))
                .orElseThrow(Callers::noPartner)
                .by(bearer.client(), bearer.scopes());
    }

    /** What is not FHIR holds records whole: it needs the scope for every type. */
    private static void requireScopes(Scopes scopes, HttpServletRequest request) {
        String path = request.getServletPath();
        if (path.equals("/fhir") || path.startsWith("/fhir/") || path.startsWith("/actuator")) {
            return;
        }
        List<Action> needed =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD")
                        ? List.of(Action.READ, Action.SEARCH)
                        : List.of(Action.CREATE, Action.UPDATE);
        needed.forEach(action -> scopes.require("Authorization", action, Scopes.ANY_TYPE));
    }

    private static Fault noPartner() {
        return new Fault(FaultKind.FORBIDDEN, "Authorization", "this organisation is no partner of the agreement");
    }
}
