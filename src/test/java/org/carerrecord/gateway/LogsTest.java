package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nobody is named in a log, whatever came in, though our own logging tells all that it can. */
@OnEachStore
class LogsTest {

    private final Sandbox gateway;
    private final User hospital;
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("org.carerrecord");
    private final Logged logged = new Logged();

    LogsTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    /** All lines, with the traces below them. */
    private static final class Logged extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeEach
    void listen() {
        ours.setLevel(Level.DEBUG);
        logged.start();
        root.addAppender(logged);
        ours.debug("listening");
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(logged);
        ours.setLevel(null);
    }

    @Test
    void noLogNamesAPerson() throws IOException {
        String patient = People.nhsNumber();
        String carer = People.nhsNumber();
        Set<String> personal = new TreeSet<>(BadInput.personal());
        personal.addAll(List.of(patient, carer));

        for (Path story : StoriesTest.stories()) {
            for (Path message : StoriesTest.messages(story)) {
                byte[] raw = Files.readAllBytes(message);
                personal.addAll(people(new String(raw, ISO_8859_1)));
                send(raw);
            }
        }
        for (BadInput bad : BadInput.messages()) {
            if (bad.message().length < 100_000) {
                send(bad.message());
            }
        }
        push(patient, carer);
        push(patient, "9990000043");
        hospital.fhir("POST", "/fhir/Patient", "{\"resourceType\": \"Patient\", \"birthDate\": \"FAIRWEATHER\"}");
        hospital.fhir("POST", "/fhir/Patient", "{\"resourceType\": \"Patient\", \"name\": \"WINIFRED FAIRWEATHER\"");
        hospital.fhir("POST", "/fhir/FAIRWEATHER", Fhir.json(Fhir.patient(patient)));
        hospital.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient);
        hospital.get("/fhir/Patient?name=FAIRWEATHER&WINIFRED=1938-07-09");
        hospital.get("/FAIRWEATHER/WINIFRED?address=TANNERS");
        gateway.stranger().get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient);
        gateway.as("FAIRWEATHER").get("/fhir/Patient?name=FAIRWEATHER");
        raw("GET /fhir/Patient?identifier=" + patient + "&name=\"FAIRWEATHER\" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        raw("GET /fhir/Patient?name=FAIRWEATHER HTTP/1.1\r\nHost: FAIR WEATHER\r\n\r\n");
        raw("FAIRWEATHER^WINIFRED\r\n\r\n");
        raw("GET /fhir/Patient?name=%zzFAIRWEATHER HTTP/1.1\r\nHost: localhost\r\nFAIRWEATHER WINIFRED\r\n\r\n");

        assertThat(logged.lines).isNotEmpty();
        Pattern anybody = Pattern.compile(
                personal.stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(", ")\\b")),
                Pattern.CASE_INSENSITIVE);
        assertThat(logged.lines.stream().filter(line -> anybody.matcher(line).find()))
                .as("lines that name a person")
                .isEmpty();
    }

    /** Over HTTP and over MLLP. */
    private void send(byte[] raw) throws IOException {
        hospital.hl7(raw);
        try (MllpSocket engine = new MllpSocket(gateway)) {
            engine.send(MllpSocket.framed(raw)).answer();
            engine.send(raw);
        }
    }

    private void push(String patient, String carer) {
        hospital.fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer)));
    }

    /** What a browser would not send. */
    private void raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort())) {
            socket.getOutputStream()
                    .write(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            socket.getInputStream().readAllBytes();
        }
    }

    /** Names, births, addresses, numbers of the people of a message. */
    private static Set<String> people(String message) {
        Set<String> people = new TreeSet<>();
        for (String segment : message.split("[\\r\\n]+")) {
            String[] fields = segment.split("\\|", -1);
            int[] personal =
                    switch (fields[0]) {
                        case "PID" -> new int[] {3, 5, 7, 11, 13};
                        case "NK1" -> new int[] {2, 4, 5, 16, 33};
                        default -> new int[0];
                    };
            for (int field : personal) {
                if (field < fields.length) {
                    for (String repetition : fields[field].split("~")) {
                        String[] components = repetition.split("\\^");
                        // Name and first name, house and street, postcode: not what they are of.
                        for (int component : new int[] {0, 1, 4}) {
                            if (component < components.length
                                    && components[component].length() > 2
                                    && !components[component].matches("NHS|NH|PAS|MRS|PRN|DR|MISS|WENBURY")) {
                                people.add(components[component]);
                            }
                        }
                    }
                }
            }
        }
        return people;
    }
}
