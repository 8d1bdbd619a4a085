package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.v24.message.ADT_A05;
import ca.uhn.hl7v2.model.v24.segment.NK1;
import ca.uhn.hl7v2.model.v25.message.ACK;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.builder.support.DefaultValidationWithoutTNBuilder;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Message;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.hospitaldischarge.writing.AdtWriter;
import org.carerrecord.hospitaldischarge.writing.Sending;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** HAPI HL7 v2 as the system at the other end: its structures of the version, with its own validation, take what we write. */
class AsHapiReadsWhatIsWrittenTest {

    private static final Instant AT = Instant.parse("2026-11-22T14:15:00Z");

    /** Its own rules but the one that a telephone number is of the United States. */
    private static final PipeParser HAPI = new DefaultHapiContext(
                    ValidationContextFactory.fromBuilder(new DefaultValidationWithoutTNBuilder()))
            .getPipeParser();

    @Test
    void peopleOfEveryKind() throws HL7Exception {
        Random random = new Random(20261122);
        int parties = 0;
        for (int run = 0; run < 500; run++) {
            byte[] written = a31(PeopleOfEveryKind.message(random));
            ADT_A05 read = (ADT_A05) HAPI.parse(new String(written, UTF_8));
            List<Segment> ours = Message.read(written).all("NK1");
            assertThat(read.getNonStandardNames()).isEmpty();
            assertThat(read.getNK1All().stream().map(AsHapiReadsWhatIsWrittenTest::fields))
                    .as(new String(written, UTF_8))
                    .containsExactlyElementsOf(ours.stream()
                            .map(AsHapiReadsWhatIsWrittenTest::fields)
                            .toList());
            parties += ours.size();
        }
        assertThat(parties).isGreaterThan(500);
    }

    @Test
    void anAcknowledgementThatTellsOfErrorsAndLosses() throws HL7Exception {
        byte[] message = "MSH|^~\\&|PAS|RZ1|ROUTE|RZ9|20261122||ADT^A03^ADT_A03|W0001|P|2.5||||||UNICODE UTF-8\r"
                .getBytes(UTF_8);
        List<AckError> errors = List.of(
                AckError.of(new Fault(FaultKind.INVALID, "PID-3", "the check digit fails")),
                AckError.of(new Loss("NK1[2]-3[1].2", "not in the table")));
        ACK read = (ACK) HAPI.parse(
                new String(AdtMessages.acknowledge(AdtMessages.header(message), "AE", errors, "G1", AT), UTF_8));
        assertThat(read.getMSA().getAcknowledgmentCode().getValue()).isEqualTo("AE");
        assertThat(read.getMSA().getMessageControlID().getValue()).isEqualTo("W0001");
        assertThat(read.getERRAll().stream()
                        .map(err -> err.getErrorLocation(0).getSegmentID().getValue() + " "
                                + err.getErrorLocation(0).getFieldPosition().getValue() + " "
                                + err.getHL7ErrorCode().getIdentifier().getValue() + " "
                                + err.getSeverity().getValue()))
                .containsExactly("PID 3 102 E", "NK1 3 0 W");
    }

    private static byte[] a31(String message) {
        List<Resource> said =
                AdtMessages.understand(message.getBytes(UTF_8), new Sender("RZ1", "Wenbury Hospital"))
                        .value()
                        .said()
                        .stream()
                        .map(Said::resource)
                        .toList();
        List<RelatedPerson> related = said.stream()
                .filter(RelatedPerson.class::isInstance)
                .map(RelatedPerson.class::cast)
                .toList();
        return AdtWriter.a31((Patient) said.get(0), related, new Sending("RECORD", "GATEWAY", "RZ1", "X1", AT, AT))
                .value();
    }

    private static List<String> fields(NK1 nk1) {
        return Stream.of(
                        nk1.getNKName(0).getFamilyName().getSurname().getValue(),
                        nk1.getNKName(0).getGivenName().getValue(),
                        nk1.getRelationship().getIdentifier().getValue(),
                        nk1.getAddress(0).getZipOrPostalCode().getValue(),
                        nk1.getPhoneNumber(0).getXtn1_9999999X99999CAnyText().getValue(),
                        nk1.getContactRole().getIdentifier().getValue(),
                        nk1.getStartDate().getValue(),
                        nk1.getEndDate().getValue(),
                        nk1.getAdministrativeSex().getValue(),
                        nk1.getDateTimeOfBirth().getTimeOfAnEvent().getValue(),
                        nk1.getPrimaryLanguage().getIdentifier().getValue())
                .map(value -> Objects.requireNonNullElse(value, ""))
                .toList();
    }

    private static List<String> fields(Segment nk1) {
        return List.of(
                text(nk1, 2, 1),
                text(nk1, 2, 2),
                text(nk1, 3, 1),
                text(nk1, 4, 5),
                text(nk1, 5, 1),
                text(nk1, 7, 1),
                text(nk1, 8, 1),
                text(nk1, 9, 1),
                text(nk1, 15, 1),
                text(nk1, 16, 1),
                text(nk1, 20, 1));
    }

    private static String text(Segment segment, int field, int component) {
        Optional<Repetition> first = segment.field(field).stream().findFirst();
        return first.map(repetition -> repetition.text(component)).orElse("");
    }
}
