package org.carerrecord.gateway.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.function.IntPredicate;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.rest.RateLimit;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.gateway.GatewaySettings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.OAuth2ProtectedResourceMetadataFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.session.SessionManagementFilter;
import org.springframework.web.filter.RequestContextFilter;

/** Who may come in at all: everybody with a bearer token of a partner; without one only what is nobody's secret. */
@Configuration(proxyBeanMethods = false)
class Security {

    private static final BearerTokenResolver TOKEN = new DefaultBearerTokenResolver();

    private static final String[] OPEN = {
        "/fhir/metadata",
        "/fhir/.well-known/smart-configuration",
        "/.well-known/smart-configuration",
        "/fhir/swagger-ui/**",
        "/fhir/api-docs",
        "/actuator/health/**"
    };

    /** Nothing that is answered here is a page of a browser, but HAPI's OpenAPI page. */
    private static final String NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

    /** There are no sessions, no requests that somebody else goes on with, and no metadata of OAuth to be told. */
    private static final Set<Class<? extends Filter>> IDLE = Set.of(
            DisableEncodeUrlFilter.class,
            OAuth2ProtectedResourceMetadataFilter.class,
            SecurityContextHolderAwareRequestFilter.class,
            SessionManagementFilter.class,
            WebAsyncManagerIntegrationFilter.class);

    @Bean
    SecurityFilterChain chain(
            HttpSecurity http,
            BearerTokens tokens,
            Agreements agreements,
            GatewaySettings settings,
            FaultAnswers answers)
            throws Exception {
        Callers callers = new Callers(
                agreements,
                settings.oauth2(),
                new RateLimit(settings.requestsPerMinute(), Duration.ofMinutes(1), System::nanoTime),
                answers);
        DefaultSecurityFilterChain chain = http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(OPEN)
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .access((authentication, asked) -> new AuthorizationDecision(operates(asked.getRequest())))
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.authenticationManagerResolver(request -> tokens)
                        .bearerTokenResolver(Security::token)
                        .authenticationEntryPoint(
                                (request, response, stop) -> answers.answer(request, response, noToken(stop))))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, stop) -> answers.answer(request, response, noToken(stop)))
                        .accessDeniedHandler((request, response, stop) -> answers.answer(
                                request,
                                response,
                                new Fault(
                                        FaultKind.FORBIDDEN,
                                        "Authorization",
                                        "the agreement does not let this partner do so"))))
                .addFilterBefore(callers, AuthorizationFilter.class)
                .headers(headers -> headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(
                                request -> !request.getRequestURI().startsWith("/fhir/swagger-ui/"),
                                new ContentSecurityPolicyHeaderWriter(NOTHING_RUNS))))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
        chain.getFilters().removeIf(filter -> IDLE.contains(filter.getClass()));
        return chain;
    }

    private static boolean operates(HttpServletRequest request) {
        return request.getAttribute(Requests.CALLER) instanceof Caller caller && caller.operates();
    }

    /** Two headers could mean two callers to two readers. */
    private static @Nullable String token(HttpServletRequest request) {
        if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
            throw new InvalidBearerTokenException("there are two Authorization headers");
        }
        return TOKEN.resolve(request);
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

    /** As strict as by itself, without a regular expression for each header that is read. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> isText(name, c -> false));
        firewall.setAllowedHeaderValues(value -> isText(value, c -> c == '\t'));
        return firewall;
    }

    /** Assigned characters, and no control characters but those that are allowed. */
    static boolean isText(String text, IntPredicate allowed) {
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            if (!Character.isDefined(c) || (Character.isISOControl(c) && !allowed.test(c))) {
                return false;
            }
        }
        return true;
    }

    /** What is about a request goes from hand to hand here. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContext() {
        FilterRegistrationBean<RequestContextFilter> none = new FilterRegistrationBean<>(new RequestContextFilter());
        none.setEnabled(false);
        return none;
    }

    private static Fault noToken(AuthenticationException stop) {
        return stop instanceof BearerTokens.Unreachable
                ? new Fault(
                        FaultKind.UNAVAILABLE,
                        "Authorization",
                        "the identity provider does not answer; send it again later",
                        stop)
                : new Fault(FaultKind.UNAUTHENTICATED, "Authorization", "send a bearer token that is valid here");
    }
}
