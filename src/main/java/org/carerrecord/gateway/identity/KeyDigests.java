package org.carerrecord.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.carerrecord.gateway.identity.linkage.BlockingKeys;
import org.carerrecord.gateway.identity.linkage.Particulars;

/** Makes digests of keys with a secret, for names and dates are few. */
final class KeyDigests {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    KeyDigests(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    Digests of(Particulars person) {
        Set<Long> numbers = digests(BlockingKeys.numbers(person));
        Set<Long> all = Digests.without(digests(BlockingKeys.of(person)), numbers);
        Set<Long> own = Digests.without(digests(BlockingKeys.own(person)), numbers);
        boolean numbered = !numbers.isEmpty();
        return new Digests(
                Digests.union(numbers, numbered ? Digests.ofNumbered(all) : all),
                Digests.union(numbers, numbered ? all : Digests.ofBoth(all)),
                Digests.union(numbers, numbered ? own : Digests.ofBoth(own)));
    }

    /** Of where somebody is. */
    Set<Long> whereabouts(Particulars person) {
        return Digests.ofBoth(digests(BlockingKeys.whereabouts(person)));
    }

    private Set<Long> digests(Set<String> keys) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return keys.stream()
                    .map(key -> ByteBuffer.wrap(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)))
                            .getLong())
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, cause);
        }
    }
}
