package org.carerrecord.fhirserver.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A version is one text for ever. */
@ParameterizedClass
@EnumSource(Database.class)
class AgreementVersionsTest {

    private final TheRecord record;
    private final AgreementVersions versions;

    AgreementVersionsTest(Database database) {
        record = TheRecord.on(database);
        versions = new AgreementVersions(record.transactions);
    }

    private static Agreement version(String version) {
        Agreement all = TheRecord.AGREEMENT;
        return new Agreement(
                version, all.dated(), all.selfStatedFor(), all.encounterFor(), Map.of(), Set.of(), Map.of(), List.of());
    }

    private long kept() {
        return record.count("select count(*) from agreement_version");
    }

    @Test
    void aVersionIsKeptOnce() {
        versions.keep(version("1"), "one".getBytes(UTF_8));
        versions.keep(version("1"), "one".getBytes(UTF_8));
        versions.keep(version("2"), "two".getBytes(UTF_8));

        assertThat(kept()).isEqualTo(2);
    }

    @Test
    void anotherTextNeedsAnotherVersion() {
        versions.keep(version("1"), "one".getBytes(UTF_8));

        assertThatThrownBy(() -> versions.keep(version("1"), "two".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 1 was another one before");
        assertThat(kept()).isOne();
    }
}
