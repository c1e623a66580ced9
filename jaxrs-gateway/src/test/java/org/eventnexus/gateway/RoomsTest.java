package org.eventnexus.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.eventnexus.domain.Scheduler;
import org.junit.jupiter.api.Test;

/** Which of the gateway's packages may know which, and what of the outside. */
class RoomsTest {
    private static final JavaClasses GATEWAY =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.eventnexus.gateway");

    @Test
    void roomsLookDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("rest")
                .definedBy("..gateway.rest..")
                .layer("operations")
                .definedBy("..gateway.operations..")
                .layer("stream")
                .definedBy("..gateway.stream..")
                .layer("access")
                .definedBy("..gateway.access..")
                .layer("wire")
                .definedBy("..gateway.wire..")
                .whereLayer("rest")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("operations")
                .mayOnlyBeAccessedByLayers("rest")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("rest", "operations")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("rest", "operations", "stream")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("rest", "stream")
                .check(GATEWAY);
        slices().matching("org.eventnexus.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(GATEWAY);
    }

    @Test
    void jaxRsIsTheResourcesAffair() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..gateway.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(GATEWAY);
    }

    @Test
    void theWireKnowsNoContainer() {
        noClasses()
                .that()
                .resideInAPackage("..gateway.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..", "jakarta.enterprise..", "jakarta.inject..")
                .check(GATEWAY);
    }

    @Test
    void theGatewayUsesWhatUsersUse() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eventnexus.bus..", "org.eventnexus.log..")
                .check(GATEWAY);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.eventnexus.domain..")
                        .and(not(assignableTo(Scheduler.class)))
                        .and(not(assignableTo(Scheduler.Cancellable.class))))
                .check(GATEWAY);
    }

    @Test
    void nothingIsStaticAndChanges() {
        fields().that().areStatic().should().beFinal().check(GATEWAY);
    }
}
