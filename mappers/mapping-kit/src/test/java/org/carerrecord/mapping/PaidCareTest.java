package org.carerrecord.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.carerrecord.mapping.PaidCare.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaidCareTest {

    private final PaidCare paidCare = new PaidCare();

    @ParameterizedTest
    @CsvSource({
        "Bluebell Homecare,AGENCY",
        "Bluebell Care Ltd.,AGENCY",
        "The Office Bluebell Care,AGENCY",
        "bluebell domiciliary care,AGENCY",
        "Bluebell Care-Home,CARE_HOME",
        "Rowan Lodge Nursing Home Ltd,CARE_HOME",
        "Ivy Rowan (foster carer),FOSTER",
        "Bluebell Fostering,FOSTER",
        "Ivy Rowan Volunteer,VOLUNTEER",
        "Ivy Rowan - Social Worker,SERVICE"
    })
    void aNameThatTellsOfPaidCareIsRecognised(String name, Kind kind) {
        assertThat(paidCare.kind(name)).hasValue(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ivy Holmes",
                "Ivy Care",
                "Ivy Foster",
                "Ivy Home",
                "Rowan Carey",
                "Ivy House",
                "Ivy Warden",
                "Carer"
            })
    void aSurnameIsNoOrganisation(String name) {
        assertThat(paidCare.kind(name)).isEmpty();
    }
}
