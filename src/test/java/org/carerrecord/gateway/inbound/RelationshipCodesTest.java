package org.carerrecord.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Relationships.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway.hl7v2.relationships}: what each hospital's own codes mean. */
class RelationshipCodesTest {

    private static final String HEADER = "code,meaning,role,target_system,target_code,target_display,source\n";

    private final Path folder;

    RelationshipCodesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aHospitalsCodesAreItsOwn() throws IOException {
        Path file = Files.writeString(
                folder.resolve("rz1.csv"),
                HEADER
                        + "UPC,unpaid"
                        + " carer,carer,https://fhir.hl7.org.uk/CodeSystem/UKCore-AdditionalPersonRelationshipRole,Carer,Carer"
                        + " of patient,RZ1 list of wards\n");
        RelationshipCodes codes = codes(file);
        assertThat(codes.of("RZ1").of("UPC", "", Scheme.LOCAL).orElseThrow().is(RelatedRole.CARER))
                .isTrue();
        assertThat(codes.of("RZ2").of("UPC", "", Scheme.LOCAL)).isEmpty();
        assertThat(codes.of("RZ2").of("20", "", Scheme.NOT_NAMED)).isPresent();
    }

    @Test
    void aFileThatIsNoneStopsTheStartAndSaysWhere() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), HEADER + "UPC,unpaid carer,carer,,Carer,x,y\n");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> codes(wrong))
                .withMessageContaining("wrong.csv line 2");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> codes(folder.resolve("absent.csv")))
                .withMessageContaining("gateway.hl7v2.relationships");
    }

    private static RelationshipCodes codes(Path file) {
        return new RelationshipCodes(new Hl7V2Settings(Map.of("rz1", file)));
    }
}
