package org.carerrecord.gateway.inbound.mllp;

import javax.net.ServerSocketFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The listening socket's kind: plain, or TLS with the keys of the settings. */
public final class MllpTls {

    private static final String FILE = "file:";

    private MllpTls() {}

    /** @throws RuntimeException naming the file when a key or a certificate cannot be read */
    public static ServerSocketFactory sockets(MllpSettings settings) {
        MllpSettings.Tls tls = settings.tls();
        if (tls == null) {
            return ServerSocketFactory.getDefault();
        }
        PemSslStoreDetails own =
                PemSslStoreDetails.forCertificate(FILE + tls.certificate()).withPrivateKey(FILE + tls.privateKey());
        PemSslStoreDetails trusted = PemSslStoreDetails.forCertificate(FILE + tls.trusted());
        return SslBundle.of(new PemSslStoreBundle(own, trusted))
                .createSslContext()
                .getServerSocketFactory();
    }
}
