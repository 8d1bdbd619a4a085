package org.carerrecord.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;

/** The arrows of architecture.md, and what no class may do. */
@AnalyzeClasses(packages = "org.carerrecord", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] MAPPERS = {
        "org.carerrecord.mapping..",
        "org.carerrecord.hospitaldischarge..",
        "org.carerrecord.gprecord..",
        "org.carerrecord.councilcase..",
        "org.carerrecord.profiles.."
    };

    @ArchTest
    static final ArchRule THE_GATEWAYS_STEPS_FORM_NO_CYCLE =
            slices().matching("org.carerrecord.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_RECORDS_PARTS_FORM_NO_CYCLE =
            slices().matching("org.carerrecord.fhirserver.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule MAPPERS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage(MAPPERS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "org.springframework..", "java.net..", "java.nio.file..", "java.sql..", "javax.sql..")
                    .or(type(Clock.class))
                    .or(type(Random.class))
                    .or(type(SecureRandom.class))
                    .or(type(RandomGenerator.class)));

    @ArchTest
    static final ArchRule MAPPERS_ASK_NO_CLOCK_AND_THROW_NO_DICE = noClasses()
            .that()
            .resideInAnyPackage(MAPPERS)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule MAPPERS_KNOW_NEITHER_THE_RECORD_NOR_THE_GATEWAY = noClasses()
            .that()
            .resideInAnyPackage(MAPPERS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.carerrecord.fhirserver..", "org.carerrecord.gateway.."));

    @ArchTest
    static final ArchRule THE_RECORD_KNOWS_NEITHER_MAPPERS_NOR_THE_GATEWAY = noClasses()
            .that()
            .resideInAPackage("org.carerrecord.fhirserver..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.carerrecord.mapping..",
                    "org.carerrecord.hospitaldischarge..",
                    "org.carerrecord.gprecord..",
                    "org.carerrecord.councilcase..",
                    "org.carerrecord.gateway.."));

    @ArchTest
    static final ArchRule INBOUND_DOES_NOT_KNOW_WEB = noClasses()
            .that()
            .resideInAPackage("org.carerrecord.gateway.inbound..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.carerrecord.gateway.web.."));

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)")
            .orShould()
            .haveNameMatching(".*[.$](Abstract|Base)[A-Z]\\w*");

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule SETTINGS_ARE_RECORDS_NOT_VALUES =
            noFields().should().beAnnotatedWith(Value.class).allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_STATIC_CHANGES =
            fields().that().areStatic().and().areNotFinal().should().beFinal().allowEmptyShould(true);

    @ArchTest
    static final ArchRule NOTHING_HANGS_ON_A_THREAD =
            noClasses().should().dependOnClassesThat(type(ThreadLocal.class).or(type(InheritableThreadLocal.class)));

    @ArchTest
    static final ArchRule WHAT_IS_SAID_IS_LOGGED = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule NO_TRACE_IS_PRINTED = noClasses().should().callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_AND_ITS_ROADS_SPEAK_SQL = noClasses()
            .that(not(resideInAnyPackage("org.carerrecord.fhirserver..", "org.carerrecord.gateway")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("javax.sql..", "org.springframework.jdbc.."));
}
