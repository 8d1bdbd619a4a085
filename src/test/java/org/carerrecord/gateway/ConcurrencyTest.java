package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that write the same at the same time, over HTTP: nothing is lost, nothing is there twice, nobody waits for ever. */
@OnEachStore
class ConcurrencyTest {

    private static final int CLIENTS = 16;

    private final Sandbox gateway;
    private final User tester;
    private final User hospital;

    ConcurrencyTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        hospital = gateway.as("hospital");
    }

    @Test
    void noUpdateOfACounterIsLost() throws InterruptedException, ExecutionException {
        int each = 3;
        String path = "/fhir/Basic/counter-" + People.nhsNumber();
        assertThat(tester.fhir("PUT", path, counter(path, 0)).status()).isEqualTo(201);

        AtOnce.by(CLIENTS, () -> {
            for (int done = 0; done < each; ) {
                Answer seen = tester.get(path);
                int status = tester.with("If-Match", seen.header("ETag"))
                        .fhir("PUT", path, counter(path, count(seen) + 1))
                        .status();
                assertThat(status).isIn(200, 409, 412);
                done += status == 200 ? 1 : 0;
            }
            return each;
        });

        Answer last = tester.get(path);
        assertThat(count(last)).isEqualTo(CLIENTS * each);
        assertThat(last.header("ETag")).isEqualTo("W/\"" + (CLIENTS * each + 1) + "\"");
    }

    private static String counter(String path, int count) {
        return "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"%d\"}}"
                .formatted(path.substring(path.lastIndexOf('/') + 1), count);
    }

    private static int count(Answer counter) {
        return Integer.parseInt(
                counter.resource(org.hl7.fhir.r4.model.Basic.class).getCode().getText());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, CLIENTS})
    void oneIdentityThatManyCreateIsOneResource(int clients) throws InterruptedException, ExecutionException {
        String number = People.nhsNumber();
        String patient = Fhir.json(Fhir.patient(number));

        List<Integer> statuses =
                AtOnce.by(clients, () -> tester.with("If-None-Exist", "identifier=" + Fhir.token(number))
                        .fhir("POST", "/fhir/Patient", patient)
                        .status());

        assertOne(number, statuses);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, CLIENTS})
    void onePersonWhomManyPushIsOneResource(int clients) throws InterruptedException, ExecutionException {
        String number = People.nhsNumber();
        String patient = Fhir.json(Fhir.patient(number));

        assertOne(number, AtOnce.by(clients, () -> hospital.fhir("POST", "/fhir/Patient", patient)
                .status()));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, CLIENTS})
    void onePersonWhomManyUpdateByNumberIsOneResource(int clients) throws InterruptedException, ExecutionException {
        String number = People.nhsNumber();
        String patient = Fhir.json(Fhir.patient(number));
        String path = "/fhir/Patient?identifier=" + User.NHS_NUMBER + number;

        assertOne(number, AtOnce.by(clients, () -> tester.fhir("PUT", path, patient)
                .status()));
    }

    private void assertOne(String number, List<Integer> statuses) {
        assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(held(number).getTotal()).isEqualTo(1);
        assertThat(held(number).getEntryFirstRep().getResource().getMeta().getVersionId())
                .isEqualTo("1");
    }

    private Bundle held(String number) {
        return tester.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                .bundle();
    }

    @Test
    void transactionsOnTheSamePeopleInOppositeOrderNeitherDeadlockNorFail()
            throws InterruptedException, ExecutionException {
        int each = 3;
        String one = People.nhsNumber();
        String other = People.nhsNumber();
        AtomicInteger turn = new AtomicInteger();

        List<Integer> statuses = AtOnce.by(8, () -> {
            int worst = 0;
            for (int i = 0; i < each; i++) {
                int now = turn.incrementAndGet();
                Bundle both = now % 2 == 0 ? both(one, other, now) : both(other, one, now);
                worst = Math.max(
                        worst, hospital.fhir("POST", "/fhir", Fhir.json(both)).status());
            }
            return worst;
        });

        assertThat(statuses).containsOnly(200);
        for (String number : List.of(one, other)) {
            assertThat(held(number).getTotal()).isEqualTo(1);
            assertThat(held(number).getEntryFirstRep().getResource().getMeta().getVersionId())
                    .isEqualTo(Integer.toString(8 * each));
        }
    }

    private static Bundle both(String first, String second, int turn) {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        for (String number : List.of(first, second)) {
            Patient patient = Fhir.patient(number);
            patient.getAddressFirstRep().setCity("Wenbury " + turn);
            Fhir.put(
                    bundle,
                    "urn:uuid:00000000-0000-4000-8000-00" + number,
                    patient,
                    "Patient?identifier=" + Fhir.token(number));
        }
        return bundle;
    }
}
