package org.carerrecord.gateway.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.gateway.GatewaySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a client comes to a token (SMART App Launch 2.2.0, "Conformance", and "Backend Services"). Without an identity provider
 * nobody comes to one here, and it says so.
 */
@Configuration(proxyBeanMethods = false)
class SmartConfiguration {

    static final String[] PATHS = {"/fhir/.well-known/smart-configuration", "/.well-known/smart-configuration"};

    @Bean
    ServletRegistrationBean<HttpServlet> smart(
            GatewaySettings settings, OAuth2ResourceServerProperties resourceServer, JsonMapper json) {
        byte[] told = json.writeValueAsBytes(
                told(settings.oauth2(), resourceServer.getJwt().getIssuerUri()));
        ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new Told(told), PATHS);
        registration.setName("smart-configuration");
        return registration;
    }

    private static Map<String, Object> told(GatewaySettings.OAuth2 settings, @Nullable String issuer) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (issuer == null || settings.tokenEndpoint().isEmpty()) {
            told.put("grant_types_supported", List.of());
            told.put("capabilities", List.of());
            return told;
        }
        told.put("issuer", issuer);
        told.put("token_endpoint", settings.tokenEndpoint());
        told.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        told.put("token_endpoint_auth_signing_alg_values_supported", List.of("RS384", "ES384"));
        told.put("grant_types_supported", List.of("client_credentials"));
        told.put("scopes_supported", List.of("system/*.cruds", "system/*.read", "system/*.write"));
        told.put("capabilities", List.of("client-confidential-asymmetric", "permission-v1", "permission-v2"));
        return told;
    }

    /** Answers the same to everybody. */
    private static final class Told extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final byte[] json;

        Told(byte[] json) {
            this.json = json;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
        }
    }
}
