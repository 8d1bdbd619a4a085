package org.carerrecord.gateway;

import static org.carerrecord.gateway.KnownTwice.RUTH;
import static org.carerrecord.gateway.KnownTwice.TOM;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A message of a history: at a minute, of one of the two numbers. */
record EventOfTwo(int minute, String trigger, boolean other, List<String> segments) {

    static EventOfTwo of(Random random, int minute) {
        List<String> segments = new ArrayList<>();
        for (String carer : List.of(TOM, RUTH)) {
            switch (random.nextInt(5)) {
                case 0, 1 ->
                    segments.add("NK1|" + (segments.size() + 1) + "|"
                            + carer.replace("|||||||||||||", "||0163296000" + random.nextInt(4) + "|||||||||||"));
                case 2 ->
                    segments.add("NK1|" + (segments.size() + 1) + "|"
                            + carer.replace(
                                    "|||||||||||||", "||||||" + "20260" + (1 + random.nextInt(9)) + "01|||||||"));
                default -> {}
            }
        }
        String trigger = List.of("A08", "A08", "A31", "A01", "A03").get(random.nextInt(5));
        if (trigger.equals("A01") || trigger.equals("A03")) {
            segments.add("PV1|1|I|WARD 3|||||||||||||||" + "|V1^^^VISITID" + "|".repeat(25) + "202611020930");
        }
        if (trigger.equals("A08") && random.nextInt(6) == 0) {
            segments.clear();
            segments.add("NK1|\"\"");
        }
        return new EventOfTwo(minute, trigger, random.nextBoolean(), segments);
    }

    void send(KnownTwice one) {
        one.send(minute, trigger, other ? one.other() : one.own(), segments.toArray(String[]::new));
    }
}
