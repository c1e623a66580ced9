package org.eventnexus.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the test kit may use, and who may use it. */
@Tag("BX-11")
class ArchitectureTest {
    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.eventnexus.testkit");

    /** Of the engine only what a runtime is made of. */
    @Test
    void itUsesWhatIsPublic() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "org.junit.jupiter.api..",
                        "org.junit.platform.commons.support..",
                        "org.eclipse.microprofile.config..",
                        "io.smallrye.config.inject..",
                        "org.eventnexus",
                        "org.eventnexus.cdi",
                        "org.eventnexus.domain",
                        "org.eventnexus.testkit"))
                .check(KIT);
    }

    @Test
    @Tag("R15")
    void itHasNoStaticState() {
        fields().that().areStatic().should().beFinal().check(KIT);
    }

    @Test
    void othersUseItInTestsOnly() throws IOException {
        Pattern use = Pattern.compile("<artifactId>eventnexus-testkit</artifactId>\\s*(<scope>test</scope>)?");
        List<String> astray = new ArrayList<>();
        try (Stream<Path> files = Files.find(Path.of(".."), 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            for (Path pom : files.filter(ArchitectureTest::isOfAnother).toList()) {
                use.matcher(Files.readString(pom))
                        .results()
                        .filter(found -> found.group(1) == null)
                        .forEach(found -> astray.add(pom.toString()));
            }
        }
        assertThat(astray).as("poms with the test kit outside the scope test").isEmpty();
    }

    private static boolean isOfAnother(Path pom) {
        Path folder = pom.getParent();
        return !folder.equals(Path.of("..")) && !folder.equals(Path.of("../testkit"));
    }
}
