package org.carerrecord.gateway.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Admissions over two MLLP connections and two HTTP clients at once, each of a patient and a carer of its own. */
final class MessageStream {

    private static final int FIRST_NINE_DIGITS = 999_100_000;
    private static final int LARGEST_WEIGHT = 10;
    private static final int MODULUS = 11;

    private final AtomicInteger next;
    private final Set<Integer> sent = ConcurrentHashMap.newKeySet();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> surprises = ConcurrentHashMap.newKeySet();
    private final List<Thread> senders = new ArrayList<>();

    /** A way of a message to its acknowledgement. */
    private interface Connection {
        String send(byte[] message) throws IOException;
    }

    /** @param next the number of the next patient */
    MessageStream(AtomicInteger next) {
        this.next = next;
    }

    void begin(PackagedGateway gateway) throws IOException {
        Connection http =
                message -> gateway.postHl7("sandbox-hospital", message).body();
        for (Connection each : List.of(
                new MllpSender(gateway.mllpPort())::send, new MllpSender(gateway.mllpPort())::send, http, http)) {
            senders.add(Thread.ofVirtual().start(() -> sendUntilItBreaks(each)));
        }
    }

    /** Waits for the senders, who end when nobody answers. */
    void awaitBroken() throws InterruptedException {
        for (Thread each : senders) {
            each.join();
        }
    }

    Set<Integer> sent() {
        return sent;
    }

    Set<Integer> acknowledged() {
        return acknowledged;
    }

    /** Answers that are neither an AA nor a broken connection. */
    Set<String> surprises() {
        return surprises;
    }

    private void sendUntilItBreaks(Connection connection) {
        try {
            while (true) {
                int number = nextPerson();
                sent.add(number);
                String answer = connection.send(message(number));
                if (answer.contains("MSA|AA|" + controlId(number))) {
                    acknowledged.add(number);
                } else {
                    surprises.add(answer);
                    return;
                }
            }
        } catch (IOException | UncheckedIOException broken) {
            // That is what the kill does to a connection.
        }
    }

    private int nextPerson() {
        int number = next.getAndIncrement();
        while (checkDigit(number) == LARGEST_WEIGHT) {
            number = next.getAndIncrement();
        }
        return number;
    }

    static String controlId(int number) {
        return "KILL" + number;
    }

    /** Of the range 999 that is never issued. */
    static String nhsNumber(int number) {
        return Integer.toString(FIRST_NINE_DIGITS + number) + checkDigit(number);
    }

    private static int checkDigit(int number) {
        int sum = 0;
        int rest = FIRST_NINE_DIGITS + number;
        for (int weight = 2; weight <= LARGEST_WEIGHT; weight++) {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        return (MODULUS - sum % MODULUS) % MODULUS;
    }

    static byte[] message(int number) {
        return String.join(
                        "\r",
                        "MSH|^~\\&|PAS|RZ1|ROUTE|ROUTE|20261120093000||ADT^A01|" + controlId(number)
                                + "|P|2.4||||||UNICODE UTF-8",
                        "EVN||20261120093000",
                        "PID|1||" + nhsNumber(number) + "^^^NHS^NH~K" + number + "^^^PAS^MR||PATIENT^NUMBER" + number
                                + "||19410302|2",
                        "NK1|1|CARER^NUMBER" + number + "|20^Carer",
                        "PV1|1|I|WARD 3^BAY 2^BED 6^RZ101|||||||430||||19|||||V" + number + "^^^VISITID",
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
