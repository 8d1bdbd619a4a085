package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.carerrecord.fhirserver.TheRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of {@code agreement.yaml}. */
class AgreementFileTest {

    static final String GOOD =
            """
            version: v1
            dated: 2026-11-22
            selfStatedFor: PT12H
            categories:
              identity: [Patient]
              contact: [Patient, RelatedPerson]
            withoutConsent:
              voluntary: {identity: share, contact: ask}
            partners:
              - ods: RZ1
                name: Hospital
                kind: acute
                purpose: direct-care
                carersAreAsked: true
                asItIs: false
                fullyValidated: false
                complete: [ADT^A31]
                grants:
                  - right: read
                    categories: [identity]
                    purposes: [direct-care]
                    relations: [contributed]
                    ground: the ground
            """;

    static Agreement read(String text) throws IOException {
        return AgreementFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aGoodFileIsUnderstood() throws IOException {
        Agreement agreement = read(GOOD);

        assertThat(agreement.version()).isEqualTo("v1");
        assertThat(agreement.selfStatedFor()).isEqualTo(Duration.ofHours(12));
        assertThat(agreement.encounterFor()).isEqualTo(Period.ofDays(180));
        assertThat(agreement.categoriesOf("Patient")).containsExactlyInAnyOrder(Category.IDENTITY, Category.CONTACT);
        assertThat(agreement.categoriesOf("Observation")).containsExactly(Category.OTHER);
        assertThat(agreement.partner("RZ1").orElseThrow().complete()).containsExactly("ADT^A31");
        assertThat(agreement.partner("RZ1").orElseThrow().grants()).hasSize(1);
        assertThat(agreement.partner("RZ2")).isEmpty();
    }

    @Test
    void howLongAnEncounterCountsIsSaid() throws IOException {
        String text =
                AgreementFile.json(read(GOOD.replace("categories:\n  i", "encounterFor: P30D\ncategories:\n  i")));

        assertThat(text).contains("\"encounterFor\":\"P30D\"");
        assertThat(read(text).encounterFor()).isEqualTo(Period.ofDays(30));
    }

    @Test
    void whoIsNotToldACarersNumberIsSaid() throws IOException {
        assertThat(read(GOOD).carersNumberUntold()).containsExactly(Kind.GP_PRACTICE);

        Agreement agreement =
                read(GOOD.replace("categories:\n  i", "carersNumberUntold: [hospice, acute]\ncategories:\n  i"));
        assertThat(read(AgreementFile.json(agreement)).carersNumberUntold())
                .containsExactlyInAnyOrder(Kind.ACUTE, Kind.HOSPICE);
        assertThat(agreement.partOf(agreement.partner("RZ1").orElseThrow()).carersNumberUntold())
                .containsExactly(Kind.ACUTE);
        assertThat(agreement
                        .partOf(AgreementTest.partner(Kind.GP_PRACTICE, List.of()))
                        .carersNumberUntold())
                .isEmpty();
        assertThat(read(GOOD.replace("categories:\n  i", "carersNumberUntold: []\ncategories:\n  i"))
                        .carersNumberUntold())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "    kind: acute; '    knd: acute'; line 12: ",
                "    kind: acute; '    kind: circus'; line 12: ",
                "        ground: the ground; '        grond: the ground'; line 23: ",
                "        ground: the ground; ''; line 19: ",
                "        ground: the ground; '        ground: \" \"'; line 23: ",
                "        relations: [contributed]; '        relations: []'; line 22: ",
                "        relations: [contributed]; ''; line 19: ",
                "        relations: [contributed]; '        relations: [friend]'; line 22: ",
                "        categories: [identity]; '        categories: [youngCarer]'; young carers",
                "        purposes: [direct-care]; '        purposes: []'; line 21: ",
                "    asItIs: false; '    asItIs:'; line 15: ",
                "    asItIs: false; '    to: tomorrow'; line 15: ",
                "    complete: [ADT^A31]; '    complete: [ADT^A99]'; line 17: ",
                "    complete: [ADT^A31]; '    complete: [ADT^A31, ADT^A31]'; line 17: ",
                "    complete: [ADT^A31]; '    complete: ADT^A31'; line 17: ",
                "version: v1; ''; line 2: ",
                "dated: 2026-11-22; 'dated: 2026-13-22'; line 2",
                "selfStatedFor: PT12H; 'selfStatedFor: 12 hours'; line 3: ",
                "dated: 2026-11-22; 'encounterFor: half a year'; line 2: ",
                "dated: 2026-11-22; 'carersNumberUntold: [circus]'; line 2: ",
                "  voluntary: {identity: share, contact: ask}; '  voluntary: {identity: maybe}'; line 8: ",
                "  - ods: RZ1; '  - ods: rz-1'; line 10: ",
                "partners:; 'partners: ['; line"
            })
    void aFileThatIsNotValidSaysWhere(String line, String instead, String where) {
        String bad = GOOD.replace(line, instead.strip());
        assertThat(bad).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(bad)).isInstanceOf(IOException.class).hasMessageContaining(where);
    }

    @Test
    void aPartnerNamedTwiceIsNamed() {
        String twice = GOOD + GOOD.substring(GOOD.indexOf("  - ods"));
        assertThatThrownBy(() -> read(twice)).isInstanceOf(IOException.class).hasMessageContaining("RZ1");
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    }

    @Test
    void itsJsonIsTheSameAgreement() throws IOException {
        Agreement agreement = read(GOOD);

        assertThat(read(AgreementFile.json(agreement)).partners()).isEqualTo(agreement.partners());
        assertThat(read(AgreementFile.json(agreement)).categories()).isEqualTo(agreement.categories());
        assertThat(read(AgreementFile.json(agreement)).withoutConsent()).isEqualTo(agreement.withoutConsent());
        assertThat(AgreementFile.json(agreement)).contains("\"dated\":\"2026-11-22\"", "\"PT12H\"");
    }

    @Test
    void aPartnerIsShownItsOwnPart() throws IOException {
        Agreement agreement = read(GOOD);
        Partner hospital = agreement.partner("RZ1").orElseThrow();
        Agreement part = TheRecord.AGREEMENT.partOf(hospital);

        assertThat(part.version()).isEqualTo(TheRecord.AGREEMENT.version());
        assertThat(part.partners()).containsExactly(hospital);
        assertThat(part.withoutConsent()).containsOnlyKeys(Kind.ACUTE);
        assertThat(agreement.partOf(hospital).withoutConsent().get(Kind.ACUTE)).isEmpty();
    }
}
