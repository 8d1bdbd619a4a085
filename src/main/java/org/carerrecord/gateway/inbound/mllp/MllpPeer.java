package org.carerrecord.gateway.inbound.mllp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;

/**
 * Who sends over a connection.
 *
 * @param certificate the common name in the certificate by which it showed itself, over TLS
 */
public record MllpPeer(InetAddress address, Optional<String> certificate) {

    /**
     * Whoever is at the other end; over TLS the two agree on their keys first.
     *
     * @throws IOException when it shows no certificate that is trusted
     */
    static MllpPeer of(Socket socket) throws IOException {
        if (!(socket instanceof SSLSocket tls)) {
            return new MllpPeer(socket.getInetAddress(), Optional.empty());
        }
        tls.startHandshake();
        X509Certificate shown = (X509Certificate) tls.getSession().getPeerCertificates()[0];
        return new MllpPeer(socket.getInetAddress(), commonName(shown.getSubjectX500Principal()));
    }

    private static Optional<String> commonName(X500Principal subject) throws IOException {
        try {
            return new LdapName(subject.getName(X500Principal.RFC2253))
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException cause) {
            throw new IOException("a certificate whose subject is no name", cause);
        }
    }
}
