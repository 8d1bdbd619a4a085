package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;

/** What should never come, and does. The people in it are personal all the same. */
record BadInput(String name, byte[] message, String acknowledgement, String place) {

    private static final String ADMISSION =
            Adt.admission("BAD1", "9990000018").carer("OSWALD").text();

    static List<BadInput> messages() {
        return List.of(
                new BadInput("an empty body", "", "AR", "MSH"),
                new BadInput("no HL7", "<ADT><name>WINIFRED FAIRWEATHER</name></ADT>", "AR", "MSH"),
                new BadInput("JSON", "{\"name\": \"WINIFRED FAIRWEATHER\"}", "AR", "MSH"),
                new BadInput("half an MSH", ADMISSION.substring(0, 30), "AR", "MSH"),
                new BadInput("segments cut short", ADMISSION.substring(0, ADMISSION.indexOf("PID|") + 6), "AR", "PID"),
                new BadInput("5 MB of noise", noise(), "AR", "MSH"),
                new BadInput("an unknown trigger", ADMISSION.replace("^A01^", "^Z99^"), "AR", "MSH"),
                new BadInput("another message type", ADMISSION.replace("ADT^A01^ADT_A01", "ORU^R01"), "AR", "MSH"),
                new BadInput("no PID", ADMISSION.replaceAll("PID\\|[^\\r]*\\r", ""), "AR", "PID"),
                new BadInput("no MSH-10", ADMISSION.replace("|BAD1|", "||"), "AR", "MSH"),
                new BadInput("no identifier", ADMISSION.replace("9990000018^^^NHS^NH", ""), "AR", "PID"),
                new BadInput("a wrong NHS number only", ADMISSION.replace("9990000018", "9990000019"), "AE", "PID"),
                new BadInput("another partner's facility", ADMISSION.replace("|PAS|RZ1|", "|PAS|RZ2|"), "AR", "MSH"),
                new BadInput("two people's NHS numbers", twoNumbers(), "AE", "PID"));
    }

    private BadInput(String name, String message, String acknowledgement, String place) {
        this(name, message.getBytes(ISO_8859_1), acknowledgement, place);
    }

    private static String noise() {
        byte[] noise = new byte[5_000_000];
        new Random(20261122).nextBytes(noise);
        return new String(noise, ISO_8859_1);
    }

    private static String twoNumbers() {
        return ADMISSION.replace("9990000018^^^NHS^NH", "9990000018^^^NHS^NH~9990000026^^^NHS^NH");
    }

    /** What nobody may find in an answer or a log, none of it so short that an id made by chance could hold it. */
    static List<String> personal() {
        return List.of(
                "FAIRWEATHER",
                "WINIFRED",
                "OSWALD",
                "BARNABY",
                "TANNERS",
                " 8JJ",
                "ZZ998JJ",
                "19380709",
                "1938-07-09",
                "01632960777",
                "9990000018",
                "9990000019",
                "9990000026",
                "9990000043");
    }

    @Override
    public String toString() {
        return name;
    }
}
