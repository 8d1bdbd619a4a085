package org.carerrecord.gateway.inbound.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MllpFramesTest {

    private static final int MAX_BYTES = 10_000;

    @Test
    void takesMessagesOneAfterAnother() throws IOException {
        assertThat(messages("\013MSH|1\r\034\r\013MSH|2\r\034\r")).containsExactly("MSH|1\r", "MSH|2\r");
    }

    @Test
    void endsWithoutMessages() throws IOException {
        assertThat(messages("")).isEmpty();
    }

    @Test
    void handsOnAnEmptyMessage() throws IOException {
        assertThat(messages("\013\034\r")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\013MSH|1\034\013MSH|2\034",
                "\013MSH|1\034\r\n\r\n\013MSH|2\034\n",
                "\r\013MSH|1\034\r\013\013MSH|2\034"
            })
    void toleratesMissingAndSpareLineEnds(String bytes) throws IOException {
        assertThat(messages(bytes)).containsExactly("MSH|1", "MSH|2");
    }

    @Test
    void skipsStrayBytesBeforeTheStart() throws IOException {
        assertThat(messages("x".repeat(MllpFrames.STRAY_BYTES) + "\013MSH|1\034\r"))
                .containsExactly("MSH|1");
    }

    @Test
    void givesUpAfterTooManyStrayBytes() {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> messages("x".repeat(MllpFrames.STRAY_BYTES + 1) + "\013MSH|1\034\r"))
                .withMessage("more than 4096 bytes without a start block");
    }

    @Test
    void saysWhatAnUnframedMessageLacks() {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> messages("MSH|^~\\&|PAS\r"))
                .withMessage("the end after 13 bytes without a start block (HL7 v2 without MLLP framing?)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\026\003\001", "GET / HTTP/1.1\r\n"})
    void guessesTheProtocolThatIsNotMllp(String bytes) {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> messages(bytes))
                .withMessageContaining("?)");
    }

    @Test
    void dropsHalfAMessage() {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> messages("\013MSH|1"))
                .withMessage("the end inside a message, after 5 bytes");
    }

    @Test
    void beginsAnewWhenTheSenderDoes() throws IOException {
        assertThat(messages("\013MSH|half\013MSH|1\034\r")).containsExactly("MSH|1");
    }

    @Test
    void keepsAVerticalTabInText() throws IOException {
        assertThat(messages("\013MSH|1\rNTE|1||a\013b\r\034\r")).containsExactly("MSH|1\rNTE|1||a\013b\r");
    }

    @Test
    void neverTakesAMessageCutByAnEndBlockInside() {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> messages("\013MSH|1\rNTE|1||a\034b\r\034\r"))
                .withMessage("an end block inside a message, after 14 bytes");
    }

    @Test
    void takesAMessageOfTheGreatestLength() throws IOException {
        String longest = "a".repeat(MAX_BYTES);
        assertThat(messages("\013" + longest + "\034\r")).containsExactly(longest);
    }

    @Test
    void givesOnlyTheHeadOfALongerMessage() throws IOException {
        MllpFrames frames = frames("\013MSH" + "a".repeat(MAX_BYTES) + "\034\r");
        assertThat(frames.begun()).isTrue();
        MllpFrames.Frame frame = frames.next();
        assertThat(frame.whole()).isFalse();
        assertThat(frame.bytes()).hasSize(MllpFrames.HEAD_BYTES).startsWith('M', 'S', 'H');
    }

    private static List<String> messages(String bytes) throws IOException {
        MllpFrames frames = frames(bytes);
        List<String> messages = new ArrayList<>();
        while (frames.begun()) {
            messages.add(new String(frames.next().bytes(), ISO_8859_1));
        }
        return messages;
    }

    private static MllpFrames frames(String bytes) {
        return new MllpFrames(
                new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)), MAX_BYTES, InetAddress.getLoopbackAddress());
    }
}
