package org.carerrecord.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A hospital's message about one of these tests' people. */
record Adt(
        String trigger,
        String controlId,
        String sent,
        String happened,
        String identifiers,
        String acceptAck,
        String applicationAck,
        List<String> parties) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    static Adt admission(String controlId, String nhsNumber) {
        String now = time(Instant.now());
        return new Adt("A01", controlId, now, now, nhsNumber + "^^^NHS^NH", "", "", List.of());
    }

    static String time(Instant at) {
        return TIME.format(at) + "+0000";
    }

    Adt sent(Instant at) {
        return new Adt(trigger, controlId, time(at), happened, identifiers, acceptAck, applicationAck, parties);
    }

    Adt happened(Instant at) {
        return new Adt(trigger, controlId, sent, time(at), identifiers, acceptAck, applicationAck, parties);
    }

    Adt identifiers(String pid3) {
        return new Adt(trigger, controlId, sent, happened, pid3, acceptAck, applicationAck, parties);
    }

    /** Enhanced mode: MSH-15 and MSH-16. */
    Adt acknowledged(String accept, String application) {
        return new Adt(trigger, controlId, sent, happened, identifiers, accept, application, parties);
    }

    Adt carer(String given) {
        List<String> more = new ArrayList<>(parties);
        more.add("NK1|" + (more.size() + 1) + "|FAIRWEATHER^" + given
                + "^^^MR^^L|20^Carer|77 TANNERS ROW^^WENBURY^SUSSEX^ZZ99 8JJ^GBR^H|01632960777^PRN^PH");
        return new Adt(trigger, controlId, sent, happened, identifiers, acceptAck, applicationAck, more);
    }

    String text() {
        List<String> segments = new ArrayList<>(List.of(
                "MSH|^~\\&|PAS|RZ1|ROUTE|ROUTE|" + sent + "||ADT^" + trigger + "^ADT_A01|" + controlId + "|P|2.5.1|||"
                        + acceptAck + "|" + applicationAck + "|GBR|UNICODE UTF-8",
                "EVN||" + happened,
                "PID|1||" + identifiers
                        + "||FAIRWEATHER^WINIFRED^^^MRS^^L||19380709|2|||77 TANNERS ROW^^WENBURY^SUSSEX^ZZ99"
                        + " 8JJ^GBR^H"));
        segments.addAll(parties);
        return String.join("\r", segments) + "\r";
    }
}
