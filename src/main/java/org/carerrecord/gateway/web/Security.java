package org.carerrecord.gateway.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who may come in at all: everybody with a bearer token of a partner; without one only what is nobody's secret. */
@Configuration(proxyBeanMethods = false)
class Security {

    private static final String[] OPEN = {
        "/fhir/metadata",
        "/fhir/.well-known/smart-configuration",
        "/fhir/swagger-ui/**",
        "/fhir/api-docs",
        "/actuator/health/**"
    };

    @Bean
    SecurityFilterChain chain(HttpSecurity http, SandboxTokens tokens, Agreement agreement, FaultAnswers answers)
            throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(OPEN)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.opaqueToken(opaque -> opaque.introspector(tokens))
                        .authenticationEntryPoint(
                                (request, response, stop) -> answers.answer(request, response, noToken())))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, stop) -> answers.answer(request, response, noToken()))
                        .accessDeniedHandler((request, response, stop) -> answers.answer(
                                request,
                                response,
                                new Fault(
                                        FaultKind.FORBIDDEN,
                                        "Authorization",
                                        "the agreement does not let this partner do so"))))
                .addFilterBefore(new CallerOfToken(agreement, answers), AuthorizationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Spans around each filter cost a tenth of a read, and nobody looks at them. */
    @Bean
    SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    /** What the firewall refuses comes to no filter, so that nobody asks who sent it. */
    @Bean
    RequestRejectedHandler refusals(FaultAnswers answers) {
        return (request, response, stop) -> answers.answer(
                request,
                response,
                new Fault(
                        FaultKind.UNREADABLE, "URL", "the path, the method or a header has what none may have", stop));
    }

    private static Fault noToken() {
        return new Fault(FaultKind.UNAUTHENTICATED, "Authorization", "send a bearer token that is valid here");
    }

    /** Turns the token's organisation into the partner of the agreement; an organisation that is none is refused. */
    private static final class CallerOfToken extends OncePerRequestFilter {

        private final Agreement agreement;
        private final FaultAnswers answers;

        CallerOfToken(Agreement agreement, FaultAnswers answers) {
            this.agreement = agreement;
            this.answers = answers;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            if (authentication != null && authentication.getPrincipal() instanceof OAuth2AuthenticatedPrincipal token) {
                String ods = Objects.requireNonNull(token.<String>getAttribute(SandboxTokens.ODS));
                Optional<Partner> partner = agreement.partner(ods);
                if (partner.isEmpty()) {
                    answers.answer(
                            request,
                            response,
                            new Fault(
                                    FaultKind.FORBIDDEN,
                                    "Authorization",
                                    "this organisation is no partner of the agreement"));
                    return;
                }
                request.setAttribute(Requests.CALLER, new Caller(partner.get(), (String)
                        Objects.requireNonNull(request.getAttribute(Requests.REQUEST_ID))));
            }
            chain.doFilter(request, response);
        }
    }
}
