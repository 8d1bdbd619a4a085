package org.carerrecord.fhirserver.search;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.carerrecord.fhirserver.store.ServerKey;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * The place in a search at which its next page begins, sealed: no server keeps it, nobody can read or change it.
 *
 * <p>AES-GCM under one key of the database, so that a restarted node or another one can open it.
 */
public final class Cursor {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String KEY_NAME = "cursor";

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Cursor(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** The cursor of a database; makes its key when there is none yet. */
    public static Cursor of(Transactions transactions) {
        return new Cursor(ServerKey.of(transactions, KEY_NAME));
    }

    /**
     * Seals a text.
     *
     * @param binding what must be the same when it is opened: the partner and the agreement's version
     */
    public String seal(String text, String binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, binding).doFinal(deflated(text));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("every Java platform has AES-GCM", cause);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws Fault INVALID_SEARCH when it is not from here, or for somebody else, or of another version of the agreement
     */
    public String open(String cursor, String binding) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length <= NONCE_BYTES) {
                throw new GeneralSecurityException("too short");
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, nonce, binding).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return inflated(text);
        } catch (GeneralSecurityException | IllegalArgumentException | IOException cause) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_cursor", "the link is not valid any more; search again", cause);
        }
    }

    /** A question by many identifiers is mostly the name of their system. */
    private static byte[] deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return bytes.toByteArray();
    }

    private static String inflated(byte[] bytes) throws IOException {
        try (InputStream text = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String binding) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
