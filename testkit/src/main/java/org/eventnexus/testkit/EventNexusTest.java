package org.eventnexus.testkit;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.spi.Extension;
import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of beans and the domains that they use, in a CDI container of its own, without a server. For each test method
 * domains and beans are new: started before its {@code @BeforeEach} methods, stopped after its {@code @AfterEach} methods.
 *
 * <pre>{@code
 * @EventNexusTest(classes = {Shop.class, Stock.class})
 * class ShopTest {
 *   @Inject Shop shop;
 *
 *   @Test
 *   void reserves(Scenario scenario) {
 *     scenario.publish("orders", "order.placed", new Order("lamp")).completes();
 *   }
 * }
 * }</pre>
 *
 * <p>Fields of the test, and of the classes around a {@code @Nested} one, are injected, and so are parameters of its
 * methods: a {@link Scenario}, a domain's bus or {@code Nexus}, any bean. The test itself is no bean. A domain exists
 * because a bean, a field or a parameter names it, or a setting.
 *
 * <p>Test methods may run in parallel: each has its own container, domains, clock and settings.
 */
@Target({TYPE, ANNOTATION_TYPE})
@Retention(RUNTIME)
@Documented
@Inherited
@ExtendWith(EventNexusExtension.class)
public @interface EventNexusTest {

    /**
     * The beans: classes with receivers, and whatever is injected into them. No others are looked for, so that a test says
     * what it tests. If there are none, those classes nested in the test class, and static, that have a scope.
     */
    Class<?>[] classes() default {};

    /**
     * Settings as {@code name=value}, before those of any file: for domains, and for the beans' {@code @ConfigProperty}.
     * The files on the test's class path count as well.
     */
    String[] settings() default {};

    /** Further portable extensions of CDI, each with a constructor without parameters. */
    Class<? extends Extension>[] extensions() default {};

    /** When the test's clock begins, as {@link java.time.Instant#parse} reads it. */
    String start() default "2026-01-01T00:00:00Z";

    /** Seconds of real time that a test waits for other threads at most. */
    int patience() default 5;
}
