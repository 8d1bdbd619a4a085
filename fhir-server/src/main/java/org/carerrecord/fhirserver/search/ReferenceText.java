package org.carerrecord.fhirserver.search;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.store.Hash;

/** What a reference's text says about where it leads (R4, 2.3.0 "References"). */
public record ReferenceText(String type, String id) {

    private static final Pattern LOCAL = Pattern.compile("([A-Z]\\w+)/([A-Za-z0-9.\\-]{1,64})(?:/_history/[^/]+)?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.\\-]{1,64}");

    /** The type and id of {@code Type/id}, with or without a version; empty for a URL elsewhere. */
    public static Optional<ReferenceText> local(String reference) {
        Matcher parts = LOCAL.matcher(reference);
        return parts.matches() ? Optional.of(new ReferenceText(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** {@code Type/id} without a version; the text of a reference elsewhere as it is. */
    public static String unversioned(String reference) {
        return local(reference).map(one -> one.type() + "/" + one.id()).orElse(reference);
    }

    /** The same text without this server's own address before {@code Type/id}; another text as it is. */
    public static String withoutOwn(String base, String reference) {
        if (!base.isEmpty() && reference.startsWith(base + "/")) {
            String rest = reference.substring(base.length() + 1);
            return local(rest).isPresent() ? rest : reference;
        }
        return reference;
    }

    /** R4, Data Types, "id". */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The target in the index of a reference that leads out of this server: a negative hash of its URL. */
    public static long elsewhere(String url) {
        return Hash.word(url) | Long.MIN_VALUE;
    }
}
