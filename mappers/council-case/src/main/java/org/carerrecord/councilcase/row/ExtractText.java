package org.carerrecord.councilcase.row;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * The characters of an extract: UTF-16 with its byte order mark (Excel's Unicode text), else UTF-8; bytes that are no UTF-8
 * are read as Windows-1252 one by one, since the end of a stream is not known when its first row is taken.
 *
 * <p>Counts what is read for one row, and stops at {@link RowSource#MOST_CHARACTERS}.
 */
final class ExtractText extends Reader {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int BUFFER = 8_192;

    private final Reader text;
    private int sinceRow;

    private ExtractText(Reader text) {
        this.text = text;
    }

    static ExtractText open(InputStream in) {
        PushbackInputStream bytes = new PushbackInputStream(in, 3);
        try {
            byte[] mark = bytes.readNBytes(3);
            if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
                return new ExtractText(new Utf8OrWindows(bytes));
            }
            bytes.unread(mark);
            boolean wide = mark.length >= 2
                    && ((mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF)
                            || (mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE));
            return new ExtractText(
                    wide ? new InputStreamReader(bytes, StandardCharsets.UTF_16) : new Utf8OrWindows(bytes));
        } catch (IOException cause) {
            throw new Fault(FaultKind.UNREADABLE, "extract", "it cannot be read", cause);
        }
    }

    /** A row begins: what was read before does not count for it. */
    void beginRow() {
        sinceRow = 0;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int read = text.read(into, from, length);
        sinceRow += Math.max(read, 0);
        if (sinceRow > RowSource.MOST_CHARACTERS) {
            throw new Fault(
                    FaultKind.TOO_LARGE,
                    "extract",
                    "a row is longer than " + RowSource.MOST_CHARACTERS
                            + " characters: is a quotation mark left open?");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private static final class Utf8OrWindows extends Reader {

        private final InputStream in;
        private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
        private final CharBuffer characters = CharBuffer.allocate(BUFFER).flip();
        private final CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private boolean ended;

        Utf8OrWindows(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            while (!characters.hasRemaining()) {
                if (ended && !bytes.hasRemaining()) {
                    return -1;
                }
                decode();
            }
            int read = Math.min(length, characters.remaining());
            characters.get(into, from, read);
            return read;
        }

        private void decode() throws IOException {
            characters.clear();
            CoderResult result = utf8.decode(bytes, characters, ended);
            if (result.isError() && characters.position() == 0) {
                characters.put(WINDOWS_1252.decode(bytes.slice().limit(1)));
                bytes.get();
            } else if (result.isUnderflow() && characters.position() == 0) {
                fill();
            }
            characters.flip();
        }

        private void fill() throws IOException {
            bytes.compact();
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            ended = read < 0;
            bytes.position(bytes.position() + Math.max(read, 0));
            bytes.flip();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
