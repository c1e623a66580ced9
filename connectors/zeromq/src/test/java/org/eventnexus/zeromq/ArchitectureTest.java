package org.eventnexus.zeromq;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leaf: what it may use, and that nobody uses it. */
class ArchitectureTest {
    private static final JavaClasses CONNECTOR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.eventnexus.zeromq");

    @Test
    void itUsesWhatUsersUse() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "jakarta.json..",
                        "org.zeromq..",
                        "zmq..",
                        "org.eventnexus",
                        "org.eventnexus.cdi",
                        "org.eventnexus.zeromq"))
                .check(CONNECTOR);
    }

    @Test
    @Tag("R11")
    void itMakesNoThreads() {
        noClasses()
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .dependOnClassesThat(assignableTo(Executors.class))
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("threads are given to it")
                .check(CONNECTOR);
    }

    @Test
    @Tag("R15")
    void itHasNoStaticState() {
        fields().that().areStatic().should().beFinal().check(CONNECTOR);
    }

    @Test
    void nobodyNeedsIt() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../.."), 6)) {
            List<Path> users = files.filter(file -> file.endsWith("pom.xml"))
                    .filter(pom -> !pom.toString().contains("connectors")
                            && !pom.toString().contains("integration-tests"))
                    .filter(pom -> !pom.equals(Path.of("../../pom.xml")) && mentions(pom))
                    .toList();
            assertThat(users).as("poms that depend on the connector").isEmpty();
        }
    }

    private static boolean mentions(Path pom) {
        try {
            return Files.readString(pom).contains("eventnexus-zeromq");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
