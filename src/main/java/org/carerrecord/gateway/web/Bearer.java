package org.carerrecord.gateway.web;

import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Scopes;

/**
 * Who bears a token.
 *
 * @param client the client that the identity provider knows; empty for a partner by itself, in the sandbox
 * @param organisation the ODS code that the token names
 */
record Bearer(Optional<String> client, Optional<String> organisation, Scopes scopes) {}
