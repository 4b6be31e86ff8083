package io.headwater.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layers of ARCHITECTURE.md, and the habits that a compiler can see. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.headwater");

    @Test
    void shouldSeeEveryModule() {
        for (String module : List.of("core", "schemas", "runtime", "embedded", "writer", "propagator", "reader")) {
            assertThat(ALL.stream().anyMatch(type -> type.getPackageName().startsWith("io.headwater." + module)))
                    .as(module)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            core        | schemas,runtime,embedded,testkit,writer,propagator,reader,standalone,loadtest
            schemas     | runtime,embedded,testkit,writer,propagator,reader,standalone,loadtest
            runtime     | embedded,testkit,writer,propagator,reader,standalone,loadtest
            embedded    | core,schemas,runtime,testkit,writer,propagator,reader,standalone,loadtest
            testkit     | writer,propagator,reader,standalone,loadtest
            writer      | embedded,testkit,propagator,reader,standalone,loadtest
            propagator  | embedded,testkit,writer,reader,standalone,loadtest
            reader      | embedded,testkit,writer,propagator,standalone,loadtest
            standalone  | testkit,loadtest
            """)
    void shouldOnlyUseModulesBelow(String module, String above) {
        for (String other : above.split(",", -1)) {
            check(noClasses()
                    .that()
                    .resideInAPackage("io.headwater." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.headwater." + other + "..")
                    .allowEmptyShould(true));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "com.mongodb, mongo",
        "org.bson, mongo",
        "org.redisson, redis",
        "org.apache.kafka.clients, kafka/streams",
        "org.apache.kafka.streams, streams",
        "io.javalin, http/management/tracing/netty",
        // Redisson's codecs are given Netty's buffers.
        "io.netty, netty/redis"
    })
    void shouldKeepVendorsInPackagesNamedAfterThem(String vendor, String name) {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "io.headwater.runtime..",
                        "io.headwater.writer..",
                        "io.headwater.propagator..",
                        "io.headwater.reader..")
                .and()
                .resideOutsideOfPackages(Stream.of(name.split("/", -1))
                        .map(part -> "io.headwater.." + part + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(vendor + "..")
                .allowEmptyShould(true));
    }

    @Test
    void shouldHaveNoPackageForAnythingAndEverything() {
        check(noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helpers..", "..misc.."));
    }

    @Test
    void shouldLetOnlyMainExit() {
        check(noClasses().that().doNotHaveSimpleName("Main").should().callMethod(System.class, "exit", int.class));
    }

    @Test
    void shouldNameMethodsWithoutGet() {
        check(methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.headwater..")
                .and()
                .arePublic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and(describe(
                        "override nothing",
                        method -> Stream.concat(
                                        method.getOwner().getAllRawSuperclasses().stream(),
                                        method.getOwner().getAllRawInterfaces().stream())
                                .noneMatch(above -> above.getMethods().stream()
                                        .anyMatch(other -> other.getName().equals(method.getName())))))
                .should()
                .haveNameNotMatching("get[A-Z].*"));
    }

    @Test
    void shouldHaveNoCyclesBetweenPackagesOfAModule() {
        for (String module : List.of("runtime", "embedded", "writer", "propagator", "reader")) {
            check(slices().matching("io.headwater." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true));
        }
    }

    private static void check(ArchRule rule) {
        rule.check(ALL);
    }
}
