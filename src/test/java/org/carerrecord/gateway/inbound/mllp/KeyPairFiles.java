package org.carerrecord.gateway.inbound.mllp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A key pair with a certificate that it signed itself, as files of PEM; made by the JDK's keytool. */
record KeyPairFiles(Path certificate, Path privateKey) {

    private static final String SECRET = "changeit";

    static KeyPairFiles make(Path folder, String commonName) {
        try {
            Path store = folder.resolve(commonName + ".p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "key",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + commonName + ",O=Sandbox",
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-keystore",
                            store.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            SECRET)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream content = Files.newInputStream(store)) {
                keys.load(content, SECRET.toCharArray());
            }
            return new KeyPairFiles(
                    pem(
                            folder.resolve(commonName + ".crt"),
                            "CERTIFICATE",
                            keys.getCertificate("key").getEncoded()),
                    pem(
                            folder.resolve(commonName + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("key", SECRET.toCharArray()).getEncoded()));
        } catch (IOException | GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }
}
