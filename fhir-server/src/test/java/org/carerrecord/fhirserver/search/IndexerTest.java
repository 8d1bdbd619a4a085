package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.carerrecord.fhirserver.People;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.InsurancePlan;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Timing;
import org.junit.jupiter.api.Test;

class IndexerTest {

    private static final Indexer INDEXER = new Indexer(TheRecord.PARAMETERS);

    @Test
    void aPersonIsFoundByNumberNameAndBirth() {
        Patient zoe = People.zoe();
        zoe.getIdentifierFirstRep().getType().addCoding().setCode("not indexed");

        Set<IndexRow> rows = INDEXER.rows(zoe);

        long number = Hash.word(People.ZOE);
        assertThat(rows)
                .contains(
                        new IndexRow.Identity(
                                Hash.number("Patient.identifier"), Hash.word(Systems.NHS_NUMBER), number, People.ZOE),
                        new IndexRow.Text(Hash.number("Patient.family"), "muller", Hash.word("M\u00fcller")),
                        new IndexRow.Text(Hash.number("Patient.name"), "zoe", Hash.word("Zo\u00eb")),
                        new IndexRow.Span(
                                Hash.number("Patient.birthdate"),
                                TimeSpan.of("1950-04-14").orElseThrow().low(),
                                TimeSpan.of("1950-04-15").orElseThrow().low()),
                        new IndexRow.Token(Hash.number("Patient.deceased"), 0, Hash.word("false"), "false"));
    }

    @Test
    void anOpenPeriodHasNoEnd() {
        Encounter stay = new Encounter().setPeriod(new Period().setStartElement(new DateTimeType("2026-11-01")));
        assertThat(INDEXER.rows(stay))
                .contains(new IndexRow.Span(
                        Hash.number("Encounter.date"),
                        TimeSpan.of("2026-11-01").orElseThrow().low(),
                        Long.MAX_VALUE));
    }

    /** R4, 3.1.1.4.7 "date": of a Timing "only the outer limits matter". */
    @Test
    void aTimingIsOneSpanFromItsFirstMomentToItsLast() {
        Timing times = new Timing();
        for (String day : List.of("2026-11-20", "2026-11-01", "2026-11-10")) {
            times.getEvent().add(new DateTimeType(day));
        }
        assertThat(occurrences(times)).containsExactly(span("2026-11-01", "2026-11-20"));

        times.getRepeat().setBounds(new Period().setEndElement(new DateTimeType("2026-12-24")));
        assertThat(occurrences(times))
                .containsExactly(new IndexRow.Span(
                        Hash.number("ServiceRequest.occurrence"),
                        TimeSpan.BEGINNING,
                        TimeSpan.of("2026-12-24").orElseThrow().high()));

        assertThat(occurrences(new Timing().setCode(new CodeableConcept().setText("daily"))))
                .isEmpty();
    }

    private static List<IndexRow> occurrences(Timing times) {
        return INDEXER.rows(new ServiceRequest().setOccurrence(times)).stream()
                .filter(IndexRow.Span.class::isInstance)
                .toList();
    }

    private static IndexRow span(String first, String last) {
        return new IndexRow.Span(
                Hash.number("ServiceRequest.occurrence"),
                TimeSpan.of(first).orElseThrow().low(),
                TimeSpan.of(last).orElseThrow().high());
    }

    @Test
    void aReferenceIsALinkAndItsIdentifierAToken() {
        Reference patient = new Reference("Patient/1");
        patient.getIdentifier().setSystem(Systems.NHS_NUMBER).setValue(People.EDITH);
        int param = Hash.number("RelatedPerson.patient");
        assertThat(INDEXER.rows(new RelatedPerson().setPatient(patient)))
                .contains(
                        new IndexRow.Link(param, "Patient/1"),
                        new IndexRow.Identity(
                                param, Hash.word(Systems.NHS_NUMBER), Hash.word(People.EDITH), People.EDITH));
        assertThat(INDEXER.rows(new RelatedPerson().setPatient(new Reference("#p"))))
                .as("it is there")
                .contains(new IndexRow.Link(param, "#"));
    }

    /** R4, References, 2.3.0: a reference may be an identifier alone; the composite compares what is referred to. */
    @Test
    void aPartThatRefersByAnIdentifierIsNoPart() {
        DocumentReference next = new DocumentReference();
        next.addRelatesTo()
                .setCode(DocumentReference.DocumentRelationshipType.REPLACES)
                .getTarget()
                .getIdentifier()
                .setSystem("urn:pointers")
                .setValue("1");
        assertThat(INDEXER.rows(next)).noneMatch(row -> row instanceof IndexRow.Part);

        next.getRelatesToFirstRep().getTarget().setReference("DocumentReference/1");
        assertThat(INDEXER.rows(next))
                .filteredOn(row -> row instanceof IndexRow.Part)
                .hasSize(2);
    }

    /** R4 writes this one path without the type: {@code name | alias}. */
    @Test
    void aPathMayBeginWithAnElement() {
        InsurancePlan plan = new InsurancePlan().setName("Home care");
        plan.addAlias("Care at home");
        int param = Hash.number("InsurancePlan.name");
        assertThat(INDEXER.rows(plan))
                .contains(
                        new IndexRow.Text(param, "home care", Hash.word("Home care")),
                        new IndexRow.Text(param, "care at home", Hash.word("Care at home")));
    }

    @Test
    void whatIsThereWithoutAValueHasNoRow() {
        DecimalType unknown = new DecimalType();
        unknown.addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        RiskAssessment risk = new RiskAssessment();
        risk.addPrediction().setProbability(unknown);

        assertThat(INDEXER.rows(risk)).noneMatch(IndexRow.Amount.class::isInstance);
    }
}
