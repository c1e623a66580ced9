package org.eventnexus;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and the arrows between them. */
class ArchitectureTest {
    private static final String ROOT = "org.eventnexus";
    private static final String BUS = "org.eventnexus.bus..";
    private static final String LOG = "org.eventnexus.log..";
    private static final String SOURCE = "org.eventnexus.source..";
    private static final String STREAM = "org.eventnexus.stream..";
    private static final String BOUNDARY = "org.eventnexus.boundary..";
    private static final String WORK = "org.eventnexus.work..";
    private static final String DOMAIN = "org.eventnexus.domain..";
    private static final String METRICS = "org.eventnexus.metrics..";
    private static final String CDI = "org.eventnexus.cdi..";
    private static final String[] ENGINE = {ROOT, BUS, LOG, SOURCE, STREAM, BOUNDARY, WORK, DOMAIN, METRICS};
    private static final String OBSERVABLE = "org.eventnexus.observable..";
    private static final String RENDEZVOUS = "org.eventnexus.rendezvous..";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.eventnexus");

    @Test
    void theRootDependsOnNothing() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT))
                .check(ALL);
    }

    @Test
    void busLogSourceStreamAndWorkDependOnTheRoot() {
        classes()
                .that()
                .resideInAPackage(BUS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, BUS))
                .check(ALL);
        classes()
                .that()
                .resideInAPackage(LOG)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, LOG))
                .check(ALL);
        classes()
                .that()
                .resideInAPackage(SOURCE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, SOURCE))
                .check(ALL);
        classes()
                .that()
                .resideInAPackage(STREAM)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, LOG, METRICS, STREAM))
                .check(ALL);
        classes()
                .that()
                .resideInAPackage(WORK)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, WORK))
                .check(ALL);
    }

    /** It is a module of the JDK that a runtime may lack, or hide from applications. */
    @Test
    void onlyRecordingsKnowTheFlightRecorder() {
        classes()
                .that()
                .resideInAPackage(METRICS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "jdk.jfr..", ROOT, METRICS))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage(METRICS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk..")
                .check(ALL);
    }

    @Test
    void aBoundaryDependsOnTheRootAndTheBus() {
        classes()
                .that()
                .resideInAPackage(BOUNDARY)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, BUS, BOUNDARY))
                .check(ALL);
    }

    @Test
    void aDomainDependsOnTheRootAndTheEnginesOtherRooms() {
        classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", ROOT, BUS, LOG, SOURCE, STREAM, BOUNDARY, WORK, METRICS, DOMAIN))
                .check(ALL);
    }

    @Test
    void onlyTheExtensionKnowsJakartaEe() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax..", "org.eclipse.microprofile..", CDI)
                .check(ALL);
        classes()
                .that()
                .resideInAPackage(CDI)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.naming..",
                        "jakarta..",
                        "org.eclipse.microprofile..",
                        ROOT,
                        "org.eventnexus.."))
                .check(ALL);
    }

    @Test
    void observableAndRendezvousDependOnNothingAndNothingOnThem() {
        for (String leaf : new String[] {OBSERVABLE, RENDEZVOUS}) {
            classes()
                    .that()
                    .resideInAPackage(leaf)
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage("java..", leaf))
                    .allowEmptyShould(true)
                    .check(ALL);
            noClasses()
                    .that()
                    .resideOutsideOfPackage(leaf)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(leaf)
                    .check(ALL);
        }
    }

    /** They take a scheduler of the JDK's, as a server gives it, and use it for what has time. */
    @Test
    @Tag("R11")
    void observableAndRendezvousMakeNoThreadsAndBorrowNone() {
        noClasses()
                .that()
                .resideInAnyPackage(OBSERVABLE, RENDEZVOUS)
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .dependOnClassesThat(assignableTo(Executors.class))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(CompletableFuture.class)))
                        .and(target(nameMatching(".*Async|orTimeout|completeOnTimeout|delayedExecutor"))))
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(OBSERVABLE, RENDEZVOUS)
                .should()
                .callMethodWhere(target(owner(assignableTo(ExecutorService.class)))
                        .and(target(nameMatching("(?!schedule$|execute$).*"))))
                .because("whoever gave it closes it")
                .check(ALL);
    }

    @Test
    void thereAreNoCyclesAmongPackages() {
        slices().matching("org.eventnexus.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void namesSayWhatAClassIsFor() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(ALL);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..impl..")
                .check(ALL);
    }

    @Test
    @Tag("R15")
    void thereIsNoStaticStateButTheRegistryOfAnApplicationsDomains() {
        fields().that().areStatic().should().beFinal().check(ALL);
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and(describe(
                        "are neither the registry nor a blank recording, which is only asked whether it is wanted",
                        field -> !field.getOwner().getFullName().equals("org.eventnexus.cdi.Applications")
                                && !(field.getName().equals("SWITCH") && isRecording(field))))
                .should(holdSomethingImmutable())
                .check(ALL);
    }

    private static boolean isRecording(JavaField field) {
        return field.getOwner().getPackageName().equals("org.eventnexus.metrics");
    }

    private static ArchCondition<JavaField> holdSomethingImmutable() {
        return new ArchCondition<>("hold something immutable") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                Object value = value(field.reflect());
                if (!isImmutable(value)) {
                    events.add(SimpleConditionEvent.violated(
                            field,
                            field.getFullName() + " is a " + value.getClass().getName()));
                }
            }
        };
    }

    private static Object value(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isImmutable(Object value) {
        Set<Class<?>> immutable = Set.of(
                String.class,
                Number.class,
                Boolean.class,
                Enum.class,
                Class.class,
                Record.class,
                Duration.class,
                Pattern.class,
                Comparator.class,
                MethodHandle.class,
                MethodType.class,
                VarHandle.class,
                System.Logger.class);
        if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            return value.getClass().getName().startsWith("java.util.ImmutableCollections");
        }
        return value == null || immutable.stream().anyMatch(type -> type.isInstance(value)) || isStateless(value);
    }

    private static boolean isStateless(Object value) {
        return Stream.of(value.getClass().getDeclaredFields())
                .allMatch(field -> Modifier.isStatic(field.getModifiers()));
    }

    @Test
    void whatIsSaidIsLogged() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ALL);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(ALL);
    }

    @Test
    @Tag("R11")
    void theEngineMakesNoThreadsAndBorrowsNone() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .dependOnClassesThat(assignableTo(ExecutorService.class).or(assignableTo(Executors.class)))
                .because("threads are given to the engine")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .callMethodWhere(target(owner(assignableTo(CompletableFuture.class)))
                        .and(target(nameMatching(".*Async|orTimeout|completeOnTimeout|delayedExecutor"))))
                .because("these run on the JDK's own threads")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .check(ALL);
    }
}
