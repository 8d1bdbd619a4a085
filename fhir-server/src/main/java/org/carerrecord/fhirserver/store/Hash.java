package org.carerrecord.fhirserver.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Digests (the head of SHA-256) by which index rows, keys and contents are compared. */
public final class Hash {

    private Hash() {}

    /** 32 bits: a search parameter's number; a test shows that no two of R4 share one. */
    public static int number(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8)).getInt();
    }

    /** 64 bits: an indexed code, system or string. */
    public static long word(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8)).getLong();
    }

    /** 128 bits: an identity key. */
    public static UUID key(String text) {
        return key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** 128 bits: the digest of a content. */
    public static UUID key(byte[] bytes) {
        ByteBuffer digest = sha256(bytes);
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static ByteBuffer sha256(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException("every Java platform has SHA-256", cause);
        }
    }
}
