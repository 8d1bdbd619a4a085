package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.stop;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of R4's parameters of type reference those are followed that lead to elements of type Reference; the table names the others. */
class FollowedParametersTest {

    private static final Pattern FUNCTIONS =
            Pattern.compile("\\.(where|as)\\((?:[^()]|\\(\\))*\\)| (as|is) \\w+|\\[0\\]|[() ]");

    @Test
    void theTableIsTheModels() {
        Set<String> followed = new TreeSet<>();
        Set<String> models = new TreeSet<>();
        for (String type : TheRecord.CONTEXT.getResourceTypes()) {
            for (SearchParameter parameter : TheRecord.PARAMETERS.of(type).values()) {
                if (TheRecord.PARAMETERS.isFollowed(parameter)) {
                    followed.add(type + ":" + parameter.code());
                }
                if (parameter.kind() == SearchParameter.Kind.REFERENCE
                        && Stream.of(parameter.expression().split("\\|")).anyMatch(path -> isReference(type, path))) {
                    models.add(type + ":" + parameter.code());
                }
            }
        }
        assertThat(followed).hasSizeGreaterThan(400).isEqualTo(models);
    }

    private static boolean isReference(String type, String path) {
        List<? extends BaseRuntimeElementDefinition<?>> at = List.of(TheRecord.CONTEXT.getResourceDefinition(type));
        for (String name : FUNCTIONS
                .matcher(path)
                .replaceAll("")
                .replaceFirst("^\\w+\\.", "")
                .split("\\.")) {
            at = at.stream().flatMap(element -> children(element, name)).toList();
        }
        assertThat(at).as(path).isNotEmpty();
        return at.stream().anyMatch(element -> element.getName().equals("Reference"));
    }

    private static Stream<BaseRuntimeElementDefinition<?>> children(
            BaseRuntimeElementDefinition<?> element, String name) {
        BaseRuntimeElementCompositeDefinition<?> composite = (BaseRuntimeElementCompositeDefinition<?>) element;
        return Stream.of(name, name + "[x]")
                .flatMap(key -> Stream.ofNullable(composite.getChildByName(key)))
                .flatMap(child -> child.getValidChildNames().stream().map(child::getChildByName));
    }

    @ParameterizedTest
    @CsvSource({
        "QuestionnaireResponse, questionnaire.title",
        "QuestionnaireResponse, _include=QuestionnaireResponse:questionnaire",
        "Questionnaire, _revinclude=QuestionnaireResponse:questionnaire",
        "Questionnaire, _has:QuestionnaireResponse:questionnaire:status",
        "Bundle, composition.title"
    })
    void whatIsNotFollowedIsTold(String type, String question) {
        String query = question.contains("=") ? question : question + "=a";
        QueryParser queries = new QueryParser(TheRecord.PARAMETERS);
        assertThat(stop(() -> queries.parse(type, QueryStrings.parse("search", query))))
                .isEqualTo(FaultKind.INVALID_SEARCH);
    }
}
