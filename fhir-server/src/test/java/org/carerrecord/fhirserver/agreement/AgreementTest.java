package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {

    private static final String GOOD =
            """
            version: v1
            selfStatedFor: PT12H
            categories:
              identity: [Patient]
              contact: [Patient, RelatedPerson]
            partners:
              - ods: RZ1
                name: Hospital
                kind: acute
                purpose: direct-care
                carersAreAsked: true
                asItIs: false
                fullyValidated: false
                grants:
                  - right: read
                    categories: [identity]
                    purposes: [direct-care]
                    relations: [contributed]
                    ground: the ground
            """;

    private static Agreement read(String text) throws IOException {
        return AgreementFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aGoodFileIsUnderstood() throws IOException {
        Agreement agreement = read(GOOD);

        assertThat(agreement.version()).isEqualTo("v1");
        assertThat(agreement.selfStatedFor()).isEqualTo(Duration.ofHours(12));
        assertThat(agreement.categoriesOf("Patient")).containsExactlyInAnyOrder(Category.IDENTITY, Category.CONTACT);
        assertThat(agreement.categoriesOf("Observation")).containsExactly(Category.OTHER);
        assertThat(agreement.partner("RZ1").orElseThrow().grants()).hasSize(1);
        assertThat(agreement.partner("RZ2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "    kind: acute; '    knd: acute'; line 9",
                "        ground: the ground; '        grond: the ground'; line 19",
                "        ground: the ground; ''; line",
                "        ground: the ground; '        ground: \" \"'; line",
                "        relations: [contributed]; '        relations: []'; line",
                "        relations: [contributed]; '        relations: [friend]'; line 18",
                "    asItIs: false; '    asItIs:'; line",
                "version: v1; ''; line",
                "selfStatedFor: PT12H; 'selfStatedFor: 12 hours'; selfStatedFor",
                "  - ods: RZ1; '  - ods: rz-1'; line",
                "partners:; 'partners: ['; line"
            })
    void aFileThatIsNotValidSaysWhere(String line, String instead, String where) {
        String bad = GOOD.replace(line.stripTrailing(), instead);
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
    void whatLiesInTwoCategoriesNeedsAGrantForBoth() throws IOException {
        Agreement agreement = read(GOOD);
        Caller hospital = new Caller(agreement.partner("RZ1").orElseThrow(), "request");

        assertThat(agreement.mayRead(hospital, "Patient"))
                .as("contact is not granted")
                .isEmpty();
        assertThat(agreement.mayRead(hospital, "Observation")).isEmpty();
        assertThat(agreement.mayContribute(hospital, "Patient")).isEmpty();
    }

    @Test
    void anotherPurposeIsNoGround() {
        Caller forResearch = new Caller(TheRecord.HOSPITAL.partner(), "research", "request");
        assertThat(TheRecord.AGREEMENT.mayRead(TheRecord.HOSPITAL, "Patient")).isPresent();
        assertThat(TheRecord.AGREEMENT.mayRead(forResearch, "Patient")).isEmpty();
        assertThat(TheRecord.AGREEMENT.mayContribute(forResearch, "Patient")).isEmpty();
    }

    @Test
    void withoutAGrantOnlyOnesOwnWordsAreSeen() {
        Instant now = Instant.parse("2026-11-22T08:00:00Z");
        Sql fire = new Visibility(TheRecord.AGREEMENT, TheRecord.FIRE, now).of("Patient", "r");
        assertThat(fire.text()).contains("source").doesNotContain("relationship");
        assertThat(fire.arguments()).containsExactly("ZF1", "ZF1");

        Sql hospital = new Visibility(TheRecord.AGREEMENT, TheRecord.HOSPITAL, now).of("Patient", "r");
        assertThat(hospital.text()).contains("source", "r.shared", "relationship");
        assertThat(hospital.arguments()).contains("RZ1", "contributed", "registered", "encounter");
        assertThat(new Visibility(TheRecord.AGREEMENT, TheRecord.TESTER, now).of("Basic", "r"))
                .isEqualTo(Sql.of("true"));
    }
}
