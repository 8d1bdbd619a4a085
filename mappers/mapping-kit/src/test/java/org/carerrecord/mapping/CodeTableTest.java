package org.carerrecord.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.HumanName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodeTableTest {

    private static final String HEADER = "code,meaning,target_system,target_code,target_display,source\n";
    private static final String GOOD = "F,Female,http://hl7.org/fhir/administrative-gender,female,Female,somewhere\n";

    static List<String> names() throws IOException {
        Path tables = Path.of(System.getProperty("project.root"), "profiles", "src", "main", "resources", "tables");
        try (Stream<Path> files = Files.list(tables)) {
            return files.map(file -> file.getFileName().toString().replace(".csv", ""))
                    .filter(name -> !name.equals("paid-care"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTableLoadsAndEveryRowHasAWholeTarget(String name) {
        CodeTable table = CodeTable.load(name);

        assertThat(table.codes())
                .isNotEmpty()
                .allSatisfy(code -> assertThat(table.targets(code)).isNotEmpty().allSatisfy(target -> {
                    assertThat(Systems.isOfCodeTables(target.system())).isTrue();
                    assertThat(target.code()).isNotBlank();
                    assertThat(target.display()).isNotBlank();
                }));
    }

    @Test
    void thePartsOfTheFileAreCheckedWhenItIsLoaded() {
        assertThatCode(() -> read(HEADER + "# said by nobody\n" + GOOD)).doesNotThrowAnyException();
        assertThatThrownBy(() -> read(HEADER + GOOD + GOOD)).hasMessageContaining("t.csv line 3");
        assertThatThrownBy(() -> read(HEADER + GOOD.replace("administrative-gender", "gender")))
                .hasMessageContaining("t.csv line 2")
                .hasMessageContaining("unknown system");
        assertThatThrownBy(() -> read(HEADER + GOOD.replace(",somewhere", "")))
                .hasMessageContaining("t.csv line 2")
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> read(HEADER + GOOD.replace("somewhere", ""))).hasMessageContaining("no source");
        assertThatThrownBy(() -> read(HEADER + "F,\"Female,")).hasMessageContaining("t.csv is no CSV");
        assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("no rows");
        assertThatThrownBy(() -> CodeTable.load("nowhere")).hasMessageContaining("tables/nowhere.csv");
    }

    private static CodeTable read(String csv) throws IOException {
        return CodeTable.read("t.csv", new StringReader(csv));
    }

    @ParameterizedTest
    @CsvSource({"sex,F,female", "sex,2,female", "sex,' M ',male", "sex,0,unknown", "sex,9,other"})
    @CsvSource({"encounter-class,I,IMP", "discharge-destination,19,19", "marital-status,G,T", "name-use,L,official"})
    void aCodeHasItsMeaning(String table, String code, String meaning) {
        assertThat(CodeTable.load(table).targets(code))
                .extracting(CodeTable.Target::code)
                .containsExactly(meaning);
    }

    @Test
    void aCodeThatNobodyKnowsMeansNothing() {
        assertThat(CodeTable.load("sex").targets("f")).isEmpty();
        assertThat(CodeTable.load("sex").targets("")).isEmpty();
    }

    @Test
    void aMobileTelephoneIsATelephoneAndMobile() {
        CodeTable types = CodeTable.load("telecom-type");

        assertThat(types.target("CP", Systems.CONTACT_POINT_SYSTEM))
                .map(CodeTable.Target::code)
                .hasValue("phone");
        assertThat(types.target("CP", Systems.CONTACT_POINT_USE))
                .map(CodeTable.Target::code)
                .hasValue("mobile");
        assertThat(types.target("PH", Systems.CONTACT_POINT_USE)).isEmpty();
    }

    @Test
    void theTargetsOfFhirsOwnSystemsAreCodesOfR4() {
        assertEachTarget("sex", Systems.ADMINISTRATIVE_GENDER, Enumerations.AdministrativeGender::fromCode);
        assertEachTarget("address-use", Systems.ADDRESS_USE, Address.AddressUse::fromCode);
        assertEachTarget("address-type", Systems.ADDRESS_TYPE, Address.AddressType::fromCode);
        assertEachTarget("name-use", Systems.NAME_USE, HumanName.NameUse::fromCode);
        assertEachTarget("telecom-use", Systems.CONTACT_POINT_USE, ContactPoint.ContactPointUse::fromCode);
        assertEachTarget("telecom-type", Systems.CONTACT_POINT_SYSTEM, ContactPoint.ContactPointSystem::fromCode);
    }

    private static void assertEachTarget(String name, String system, Consumer<String> fromCode) {
        CodeTable table = CodeTable.load(name);
        List<CodeTable.Target> targets = table.codes().stream()
                .flatMap(code -> table.target(code, system).stream())
                .toList();

        assertThat(targets).isNotEmpty().allSatisfy(target -> fromCode.accept(target.code()));
    }
}
