package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** What a million broken records met. */
class BrokenRecordsTest {

    @Test
    void aBirthDateWithATimeOfDayIsNoneAndTold() throws IOException {
        String record = Files.readString(Story.project("test-data/gp-record/pds-related-people/1-list.json"));
        String timed = record.replace(
                "\"resourceType\": \"RelatedPerson\",",
                "\"resourceType\": \"RelatedPerson\", \"birthDate\": \"1939-11-17T09:00:00+00:00\",");

        Mapped<Understood> understood = Practice.RECORDS.understand(
                timed.getBytes(StandardCharsets.UTF_8), Optional.of("4.0"), Practice.PRACTICE);

        assertThat(understood.losses())
                .anyMatch(loss -> loss.reason().contains("a value that its type does not allow"));
        assertThat(understood.value().said())
                .extracting(one -> one.resource())
                .filteredOn(RelatedPerson.class::isInstance)
                .isNotEmpty()
                .noneMatch(one -> ((RelatedPerson) one).hasBirthDate());
    }
}
