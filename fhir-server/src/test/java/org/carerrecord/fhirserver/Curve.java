package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.carerrecord.profiles.NhsNumber;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How the cost of the same questions goes with the size of the record ({@code make curve}): on PostgreSQL the record grows to
 * so many related persons, two for each patient, and at each size random people are asked for, one after the other.
 */
final class Curve {

    private static final int CARERS = 2;
    private static final int PATIENTS_AT_ONCE = 200;
    private static final int UNTIMED = 3_000;
    private static final int TIMED = 5_000;
    private static final List<String> FAMILIES =
            List.of("Marlow", "Rahman", "Okafor", "Bell", "Hughes", "Singh", "Price", "Novak");
    private static final List<String> GIVEN = List.of("Edith", "Samir", "Ruth", "Tom", "Zoe", "Idris", "Mary", "Piotr");

    private final Random random = new Random(11);
    private final DataSource database = Database.large();
    private final TheRecord record = new TheRecord(database);
    private final List<String> ids = new ArrayList<>();
    private final String[] numbers;

    private Curve(int patients) {
        numbers = IntStream.range(0, 10_000_000)
                .mapToObj(i -> String.format(Locale.ROOT, "999%07d", i))
                .filter(number -> NhsNumber.of(number).isPresent())
                .limit(patients)
                .toArray(String[]::new);
    }

    /** @param arguments the sizes, in related persons, ascending */
    public static void main(String[] arguments) {
        int[] sizes = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        Curve curve = new Curve(sizes[sizes.length - 1] / CARERS);
        List<String> rows = new ArrayList<>();
        for (int size : sizes) {
            curve.grow(size / CARERS);
            rows.add(curve.row());
        }
        // The table is what this program is for.
        System.out.println(
                "| related persons | database | by NHS number, with the patient | 99% | by name and birth date"
                        + " | read by id |\n|---|---|---|---|---|---|\n" + String.join("\n", rows));
        System.exit(0);
    }

    private void grow(int patients) {
        while (ids.size() < patients) {
            List<Change> changes = new ArrayList<>();
            int first = ids.size();
            for (int i = first; i < Math.min(patients, first + PATIENTS_AT_ONCE); i++) {
                String link = String.format(Locale.ROOT, "urn:uuid:00000000-0000-4000-8000-%012d", i);
                changes.add(Asked.create(link, patient(i)));
                for (int carer = 0; carer < CARERS; carer++) {
                    changes.add(Asked.create(carer(link, i + carer)));
                }
            }
            record.transaction(TheRecord.HOSPITAL, changes.toArray(Change[]::new)).stream()
                    .filter(outcome -> outcome.type().equals("Patient"))
                    .forEach(outcome -> ids.add(outcome.id()));
            if (ids.size() % 10_000 == 0) {
                // It takes long; whoever waits sees how far it is.
                System.err.printf(Locale.ROOT, "%,d of %,d patients%n", ids.size(), patients);
            }
        }
        new JdbcTemplate(database).execute("vacuum analyze");
    }

    private Patient patient(int i) {
        Patient patient = People.person(numbers[i], of(GIVEN, i), family(i), born(i));
        patient.addAddress().addLine(i % 150 + " Mill Lane").setCity("Anytown").setPostalCode("ZZ" + i % 90 + " 1AA");
        return patient;
    }

    private static RelatedPerson carer(String patient, int i) {
        RelatedPerson carer = People.carer(patient, "", of(GIVEN, i / 3), family(i));
        carer.getIdentifier().clear();
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632 96" + i % 10_000);
        return carer;
    }

    private static String family(int i) {
        return of(FAMILIES, i / 8) + i % 997;
    }

    private static String born(int i) {
        return String.format(Locale.ROOT, "19%02d-%02d-%02d", 20 + i % 79, 1 + i / 79 % 12, 1 + i / 948 % 28);
    }

    private static String of(List<String> words, int i) {
        return words.get(i % words.size());
    }

    private String row() {
        long[] byNumber = times(i -> record.search(
                TheRecord.HOSPITAL,
                "RelatedPerson",
                "patient." + People.nhs(numbers[i]) + "&_include=RelatedPerson:patient"));
        long[] byName = times(
                i -> record.search(TheRecord.HOSPITAL, "Patient", "family=" + family(i) + "&birthdate=" + born(i)));
        long[] byId = times(i -> record.read(TheRecord.HOSPITAL, "Patient", ids.get(i)));
        long megabytes = record.count("select pg_database_size(current_database()) / 1000000");
        return String.format(
                Locale.ROOT,
                "| %,d | %,d MB | %.2f ms | %.2f ms | %.2f ms | %.2f ms |",
                ids.size() * CARERS,
                megabytes,
                milliseconds(byNumber, 50),
                milliseconds(byNumber, 99),
                milliseconds(byName, 50),
                milliseconds(byId, 50));
    }

    /** Nanoseconds, ascending. */
    private long[] times(IntConsumer question) {
        for (int i = 0; i < UNTIMED; i++) {
            question.accept(random.nextInt(ids.size()));
        }
        long[] times = new long[TIMED];
        for (int i = 0; i < TIMED; i++) {
            int person = random.nextInt(ids.size());
            long before = System.nanoTime();
            question.accept(person);
            times[i] = System.nanoTime() - before;
        }
        Arrays.sort(times);
        return times;
    }

    private static double milliseconds(long[] times, int percent) {
        return times[times.length * percent / 100] / 1e6;
    }
}
