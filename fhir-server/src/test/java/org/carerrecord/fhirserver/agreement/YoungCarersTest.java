package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom an agreement may give young carers at all (carer-model.md, agreement 4). */
class YoungCarersTest {

    private static Partner partner(Kind kind, Grant.Right right, Relation relation) {
        Grant grant = new Grant(
                right, Set.of(Category.YOUNG_CARER), Set.of("support"), Set.of(relation), false, "the ground");
        return AgreementTest.partner(kind, List.of(grant));
    }

    @ParameterizedTest
    @CsvSource({
        "CHILDRENS_SERVICES, READ, SELF_STATED",
        "VOLUNTARY, READ, REFERRED",
        "GP_PRACTICE, READ, REGISTERED",
        "VOLUNTARY, BE_TOLD, REFERRED",
        // Whoever meets a young carer may say so and refer them; they are told nothing.
        "EDUCATION, REFER, ANY",
        "ACUTE, CONTRIBUTE, ANY"
    })
    void whoIsThereForTheChildMayBeGivenThem(Kind kind, Grant.Right right, Relation relation) {
        Partner partner = partner(kind, right, relation);

        assertThatCode(() -> YoungCarers.check(partner, partner.grants().getFirst()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "ADULT_SOCIAL_CARE, READ, CONTRIBUTED",
        "ADULT_SOCIAL_CARE, BE_TOLD, REFERRED",
        // The practice of whom they care for asks for a child who is not its own.
        "GP_PRACTICE, READ, SELF_STATED",
        "VOLUNTARY, READ, CONTRIBUTED"
    })
    void nobodyElseMay(Kind kind, Grant.Right right, Relation relation) {
        Partner partner = partner(kind, right, relation);

        assertThatCode(() -> YoungCarers.check(partner, partner.grants().getFirst()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("young carers");
    }
}
