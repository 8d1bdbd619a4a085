package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.math.BigDecimal;
import java.util.List;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.MolecularSequence;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers, quantities and composites (R4, 3.1.1.4.6, 3.1.1.4.11, 3.1.1.4.17). */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingNumbersTest {

    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String LOINC = "http://loinc.org";

    private final TheRecord record;

    SearchingNumbersTest(Database database) {
        record = TheRecord.on(database);
    }

    private void put(String id, Resource resource) {
        record.update(TESTER, id, resource);
    }

    private List<String> found(String type, String query) {
        return record.found(TESTER, type, query);
    }

    private void probability(String id, String value) {
        RiskAssessment risk = new RiskAssessment()
                .setStatus(RiskAssessment.RiskAssessmentStatus.FINAL)
                .setSubject(new Reference("Patient/p"));
        risk.addPrediction().setProbability(new DecimalType(value));
        put(id, risk);
    }

    private static Observation observed(String code, Type value) {
        return new Observation()
                .setStatus(Observation.ObservationStatus.FINAL)
                .setCode(new CodeableConcept().addCoding(new Coding(LOINC, code, null)))
                .setValue(value);
    }

    private static Quantity quantity(String value, String system, String code, String unit) {
        return new Quantity()
                .setValue(new BigDecimal(value))
                .setSystem(system)
                .setCode(code)
                .setUnit(unit);
    }

    private static Quantity grams(String value) {
        return quantity(value, UCUM, "g", "gram");
    }

    @Test
    void aNumberIsComparedByEveryPrefixAndAsFarAsItIsKnown() {
        for (String value : List.of("94.9", "99.4", "99.5", "100", "100.4", "100.5", "105")) {
            probability("p" + value, value);
        }
        String from = "probability=";
        assertThat(found("RiskAssessment", from + "100")).containsExactly("p100", "p100.4", "p99.5");
        assertThat(found("RiskAssessment", from + "100.00")).containsExactly("p100");
        assertThat(found("RiskAssessment", from + "1e2")).containsExactly("p100", "p100.4", "p100.5", "p99.4", "p99.5");
        assertThat(found("RiskAssessment", from + "ne100")).containsExactly("p100.5", "p105", "p94.9", "p99.4");
        assertThat(found("RiskAssessment", from + "gt100")).containsExactly("p100.4", "p100.5", "p105");
        assertThat(found("RiskAssessment", from + "ge100.5")).containsExactly("p100.5", "p105");
        assertThat(found("RiskAssessment", from + "lt99.5")).containsExactly("p94.9", "p99.4");
        assertThat(found("RiskAssessment", from + "le99.5")).containsExactly("p94.9", "p99.4", "p99.5");
        assertThat(found("RiskAssessment", from + "sa100.5")).containsExactly("p105");
        assertThat(found("RiskAssessment", from + "eb99")).containsExactly("p94.9");
        assertThat(found("RiskAssessment", from + "ap90")).containsExactly("p94.9");
        assertThat(found("RiskAssessment", from + "105,94.9")).containsExactly("p105", "p94.9");
        assertThat(found("RiskAssessment", "probability:missing=false")).hasSize(7);
        assertThat(found("RiskAssessment", "_sort=-probability&_count=2")).containsExactly("p105", "p100.5");
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        for (String value :
                List.of("x", "1e999", "-1e400", "1e9999", "1.2.3", "0x1", "NaN", "gt", "1|2", "--1", "1e")) {
            assertThat(stop(() -> found("RiskAssessment", "probability=" + value)))
                    .as(value)
                    .isEqualTo(FaultKind.INVALID_SEARCH);
        }
        assertThat(found("RiskAssessment", "probability=" + "9".repeat(40) + "e-200"))
                .isEmpty();
        assertThat(found("RiskAssessment", "probability=%2B1.5e%2B2")).isEmpty();
    }

    @Test
    void aQuantityIsFoundByItsNumberAndItsUnit() {
        put("light", observed("1", grams("5.35")));
        put("heavy", observed("1", grams("5.4")));
        put("other", observed("1", quantity("5.4", UCUM, "kg", "kilo")));
        put("bare", observed("1", new Quantity().setValue(new BigDecimal("5.4"))));
        put("more", observed("1", grams("5").setComparator(Quantity.QuantityComparator.GREATER_THAN)));

        assertThat(found("Observation", "value-quantity=5.4")).containsExactly("bare", "heavy", "light", "other");
        assertThat(found("Observation", "value-quantity=5.40")).containsExactly("bare", "heavy", "other");
        assertThat(found("Observation", "value-quantity=5.40|" + UCUM + "|g")).containsExactly("heavy");
        assertThat(found("Observation", "value-quantity=5.40||kg")).containsExactly("other");
        assertThat(found("Observation", "value-quantity=5.40||kilo")).containsExactly("other");
        assertThat(found("Observation", "value-quantity=5.40|" + UCUM + "|kilo"))
                .isEmpty();
        assertThat(found("Observation", "value-quantity=5.40|" + UCUM + "|")).containsExactly("heavy", "other");
        assertThat(found("Observation", "value-quantity=gt100|" + UCUM + "|g")).containsExactly("more");
        assertThat(found("Observation", "value-quantity=le5.35|" + UCUM + "|g")).containsExactly("light", "more");
        for (String value : List.of("5.4|g", "5.4|a|b|c", "5.4||", "|" + UCUM + "|g")) {
            assertThat(stop(() -> found("Observation", "value-quantity=" + value)))
                    .as(value)
                    .isEqualTo(FaultKind.INVALID_SEARCH);
        }
    }

    @Test
    void anAgeARangeAndMoneyAreQuantities() {
        Age age = new Age();
        age.setValue(40).setSystem(UCUM).setCode("a");
        put("age", condition().setOnset(age));
        put(
                "range",
                condition()
                        .setOnset(new Range()
                                .setLow(quantity("30", UCUM, "a", "years"))
                                .setHigh(quantity("50", UCUM, "a", "years"))));
        put("open", condition().setOnset(new Range().setLow(quantity("60", UCUM, "a", "years"))));
        Invoice invoice = new Invoice().setStatus(Invoice.InvoiceStatus.ISSUED);
        invoice.getTotalNet().setValue(9.5).setCurrency("GBP");
        put("bill", invoice);

        assertThat(found("Condition", "onset-age=40|" + UCUM + "|a")).containsExactly("age");
        assertThat(found("Condition", "onset-age=gt45")).containsExactly("open", "range");
        assertThat(found("Condition", "onset-age=sa45")).containsExactly("open");
        assertThat(found("Condition", "onset-age=ap40")).containsExactly("age", "range");
        assertThat(found("Invoice", "totalnet=9.5||GBP")).containsExactly("bill");
        assertThat(found("Invoice", "totalnet=9.5||EUR")).isEmpty();
    }

    @Test
    void thePartsOfACompositeStandInOneElement() {
        Observation pressure = observed("bp", new StringType("in parts"));
        pressure.addComponent().setCode(code("8480-6")).setValue(grams("120"));
        pressure.addComponent().setCode(code("8462-4")).setValue(grams("80"));
        put("pressure", pressure);
        put("single", observed("8480-6", grams("130")));
        put("text", observed("note", new StringType("Walks with a stick")));
        put("concept", observed("kind", code("stick")));
        put("date", observed("when", new DateTimeType("2026-03-04")));

        String both = "component-code-value-quantity=";
        assertThat(found("Observation", both + "8480-6$120")).containsExactly("pressure");
        assertThat(found("Observation", both + LOINC + "|8480-6$gt100||g")).containsExactly("pressure");
        assertThat(found("Observation", both + "8480-6$80")).isEmpty();
        assertThat(found("Observation", both + "8480-6$80,8462-4$80")).containsExactly("pressure");
        assertThat(found("Observation", "combo-code-value-quantity=8480-6$gt100"))
                .containsExactly("pressure", "single");
        assertThat(found("Observation", "code-value-quantity=8480-6$gt100")).containsExactly("single");
        assertThat(found("Observation", "code-value-string=note$walks")).containsExactly("text");
        assertThat(found("Observation", "code-value-concept=kind$" + LOINC + "|stick"))
                .containsExactly("concept");
        assertThat(found("Observation", "code-value-date=when$ge2026-03")).containsExactly("date");
        assertThat(found("Observation", "code-value-date=when$lt2026-03")).isEmpty();
        assertThat(stop(() -> found("Observation", both.replace("=", ":missing=") + "false")))
                .isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> found("Observation", both + "8480-6"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> found("Observation", both + "8480-6$1$2"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> found("Observation", both + "8480-6$x"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> found("Observation", "_sort=code-value-date"))).isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void aCompositeMayHaveThreePartsOrAReference() {
        MolecularSequence sequence = new MolecularSequence().setCoordinateSystem(0);
        sequence.getReferenceSeq().setChromosome(code("12")).setWindowStart(10).setWindowEnd(20);
        sequence.addVariant().setStart(11).setEnd(12);
        put("sequence", sequence);
        DocumentReference document = new DocumentReference().setStatus(Enumerations.DocumentReferenceStatus.CURRENT);
        document.addContent().getAttachment().setTitle("Note");
        document.addRelatesTo()
                .setCode(DocumentReference.DocumentRelationshipType.REPLACES)
                .setTarget(new Reference("DocumentReference/old"));
        put("document", document);

        assertThat(found("MolecularSequence", "chromosome-variant-coordinate=12$ge11$lt13"))
                .containsExactly("sequence");
        assertThat(found("MolecularSequence", "chromosome-window-coordinate=12$10$20"))
                .containsExactly("sequence");
        assertThat(found("MolecularSequence", "chromosome-window-coordinate=11$10$20"))
                .isEmpty();
        assertThat(found("DocumentReference", "relationship=replaces$DocumentReference/old"))
                .containsExactly("document");
        assertThat(found("DocumentReference", "relationship=appends$DocumentReference/old"))
                .isEmpty();
    }

    @Test
    void afterAChangeOnlyTheNewNumbersAreFound() {
        put("change", observed("1", grams("1")));
        put("change", observed("2", grams("2")));

        assertThat(found("Observation", "value-quantity=1")).isEmpty();
        assertThat(found("Observation", "code-value-quantity=1$1")).isEmpty();
        assertThat(found("Observation", "code-value-quantity=2$2")).containsExactly("change");
    }

    private static CodeableConcept code(String code) {
        return new CodeableConcept().addCoding(new Coding(LOINC, code, null));
    }

    private static Condition condition() {
        return new Condition().setSubject(new Reference("Patient/p"));
    }
}
