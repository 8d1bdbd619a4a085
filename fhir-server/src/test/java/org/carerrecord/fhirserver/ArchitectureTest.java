package org.carerrecord.fhirserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.junit.jupiter.api.Test;

/** The module's shape. */
class ArchitectureTest {

    private static final String ROOT = "org.carerrecord.fhirserver";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void nothingButTheEdgeKnowsTheTwoRoads() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".store..",
                        ROOT + ".search..",
                        ROOT + ".agreement..",
                        ROOT + ".audit..",
                        ROOT + ".validation..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(MODULE);
    }

    @Test
    void theStoreKnowsNothingOfWhatIsBuiltOnIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT, ROOT + ".search..", ROOT + ".rest..", ROOT + ".agreement..", ROOT + ".audit..")
                .check(MODULE);
    }

    /** What is indexed anew is told to nobody. */
    @Test
    void whatLeavesTheRecordIsReadThroughSight() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".store..", ROOT + ".agreement..")
                .and()
                .doNotBelongToAnyOf(Reindexing.class)
                .should()
                .callMethod(Records.class, "current", Transaction.class, Sql.class)
                .orShould()
                .callMethod(Records.class, "versions", Transaction.class, Sql.class)
                .orShould()
                .callMethod(Records.class, "newestFirst", Transaction.class, Sql.class, int.class)
                .check(MODULE);
    }

    @Test
    void onlyTheEdgeKnowsTheServlet() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".rest..", "jakarta.servlet..", "ca.uhn.fhir.rest.server..")
                .check(MODULE);
    }

    @Test
    void nothingIsInjectedIntoFieldsAndNothingStaticChanges() {
        noFields()
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .check(MODULE);
        fields().that().areStatic().should().beFinal().check(MODULE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(MODULE);
    }

    @Test
    void noNameHidesWhatItIs() {
        noClasses()
                .should()
                .haveNameMatching(".*[.$](\\w*(Util|Utils|Helper|Manager|Impl)|(Abstract|Base)[A-Z]\\w*)")
                .check(MODULE);
    }
}
