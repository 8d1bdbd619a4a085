package org.carerrecord.hospitaldischarge.writing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.carerrecord.hospitaldischarge.segment.Delimiters;
import org.carerrecord.hospitaldischarge.segment.SegmentWriter;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * A patient and who is related to them as ADT^A31 of HL7 v2.4, in the shape of ITK ADT: what a hospital system takes to
 * update a person.
 *
 * <pre>
 * MSH|^~\&amp;|...||ADT^A31^ADT_A05|...|P|2.4|||||GBR|UNICODE UTF-8|EN||iTKv1.0
 * EVN||...
 * PID|1||9990000018^^^NHS^NH||MARLOW^EDITH|...
 * PD1|||HILL TOP SURGERY^^Z00001
 * NK1|1|MARLOW^TOM^^^MR^^L|20^Carer|...
 * PV1|1|N
 * </pre>
 *
 * <p>Carers come first. PV1 is there because the structure of 2.4 asks for it.
 */
public final class AdtWriter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx", Locale.ROOT).withZone(ZoneId.of("Europe/London"));

    private AdtWriter() {}

    /** The message's bytes in UTF-8, and what of the resources it could not carry, by FHIR's names of places. */
    public static Mapped<byte[]> a31(Patient patient, List<RelatedPerson> related, Sending sending) {
        Losses losses = new Losses();
        // HAPI's getters make what is not there.
        Patient told = patient.copy();
        SegmentWriter message = new SegmentWriter(Delimiters.USUAL);
        PersonFields fields = new PersonFields(message, sending.recipient(), losses);
        header(message, sending);
        new PatientSegments(message, fields, losses).write(told);
        PartySegments parties = new PartySegments(message, fields, losses);
        List<RelatedPerson> carersFirst = new ArrayList<>(related);
        carersFirst.sort(Comparator.comparing(person -> !PartySegments.isCarer(person)));
        for (RelatedPerson person : carersFirst) {
            parties.write("RelatedPerson[" + (related.indexOf(person) + 1) + "]", person.copy());
        }
        List<ContactComponent> contacts = told.getContact();
        for (int number = 1; number <= contacts.size(); number++) {
            parties.write("Patient.contact[" + number + "]", contacts.get(number - 1));
        }
        message.add("PV1", "1", "N");
        return new Mapped<>(message.written().getBytes(StandardCharsets.UTF_8), losses.all());
    }

    private static void header(SegmentWriter message, Sending sending) {
        message.addHeader(
                "MSH",
                message.text(sending.application()),
                message.text(sending.facility()),
                "ROUTE",
                message.text(sending.recipient()),
                time(sending.at()),
                "",
                message.components("ADT", "A31", "ADT_A05"),
                message.text(sending.controlId()),
                "P",
                "2.4",
                "",
                "",
                "",
                "",
                "GBR",
                "UNICODE UTF-8",
                "EN",
                "",
                "iTKv1.0");
        message.add("EVN", "", time(sending.soSince()));
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
