package org.eventnexus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.DomainsStopping;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is started for a test, what is injected, and that nothing is left. */
@Tag("BX-11")
class EventNexusTestTest {
    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled",
            "true",
            "junit.jupiter.execution.parallel.mode.default",
            "concurrent",
            "junit.jupiter.execution.parallel.config.strategy",
            "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism",
            "4");

    @ApplicationScoped
    static class Counter {
        private int count;

        int next(@Handles("next") @EventDomain("counters") Object event) {
            return ++count;
        }
    }

    @Nested
    @EventNexusTest(classes = Counter.class)
    class Injects {
        @Inject
        @EventDomain("extra")
        EventBus extra;

        @Inject
        EventBus unqualified;

        private Scenario before;

        @BeforeEach
        void start(Scenario scenario) {
            before = scenario;
            scenario.publish("counters", "next", null).completes();
        }

        @AfterEach
        void stillThere(@EventDomain("counters") Nexus counters) {
            assertThat(counters.state()).isEqualTo(Nexus.State.LOOPING);
        }

        @Test
        void fieldsAndParameters(Counter counter, @EventDomain("counters") EventBus counters, TestInfo info) {
            assertThat(extra.domain()).isEqualTo("extra");
            assertThat(unqualified.domain()).isEqualTo("default");
            assertThat(counters.domain()).isEqualTo("counters");
            assertThat(counter).isNotNull();
            assertThat(info.getDisplayName()).startsWith("fieldsAndParameters");
        }

        @RepeatedTest(2)
        void eachMethodAnew(Scenario scenario) {
            assertThat(scenario).isSameAs(before);
            assertThat(scenario.publish("counters", "next", null).result(Integer.class))
                    .isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"lamp", "sofa"})
        void besideArgumentsOfOthers(String argument, Scenario scenario) {
            assertThat(scenario.publish("counters", "next", argument).result(Integer.class))
                    .isEqualTo(2);
        }

        @Nested
        class WithinAnother {
            @Test
            void theOuterOneIsInjectedToo(Counter counter) {
                assertThat(extra.domain()).isEqualTo("extra");
            }
        }
    }

    @Nested
    @EventNexusTest(
            classes = Limits.class,
            settings = {"eventnexus.domain.counters.capacity = 7", "shop.limit=3"},
            start = "1999-12-31T23:59:59Z")
    class Configures {
        @Test
        void domainsBeansAndTheClock(Limits limits, @EventDomain("counters") Nexus counters, Scenario scenario) {
            assertThat(limits.limit).isEqualTo(3);
            assertThat(counters.config().capacity()).isEqualTo(7);
            assertThat(scenario.now()).isEqualTo("1999-12-31T23:59:59Z");
            assertThat(ConfigProvider.getConfig().getValue("shop.limit", int.class))
                    .isEqualTo(3);
        }
    }

    @Dependent
    static class Limits {
        @Inject
        @ConfigProperty(name = "shop.limit")
        int limit;
    }

    @Nested
    class InCode {
        @RegisterExtension
        final EventNexusExtension nexus =
                EventNexusExtension.of(Counter.class).with("eventnexus.domain.counters.capacity", "9");

        @Test
        void theSame(Scenario scenario) {
            assertThat(scenario.nexus("counters").config().capacity()).isEqualTo(9);
        }
    }

    @Test
    void nothingIsLeftInTheConfiguration() {
        assertThat(ConfigProvider.getConfig().getOptionalValue("shop.limit", String.class))
                .isEmpty();
    }

    // ---- tests that are to fail, or to be looked at from outside

    @Disabled("started by the next test")
    @EventNexusTest(
            classes = {Wrong.class, Counter.class},
            settings = "eventnexus.domain.counters.capacty=4")
    static class Mistaken {
        @Test
        void neverRuns() {}
    }

    @ApplicationScoped
    static class Wrong {
        void next(@Handles("next") @EventDomain("counters") Object event) {}
    }

    @Test
    void aDeploymentThatFailsSaysWhy() {
        Map<String, Optional<Throwable>> ends = Launch.of(Map.of(), Mistaken.class);

        assertThat(ends.get("neverRuns"))
                .hasValueSatisfying(
                        failure -> assertThat(failure)
                                .hasMessageContaining("ENX-0100 EventNexus found 2 problems")
                                .hasMessageContaining("ENX-0101")
                                .hasMessageContaining(
                                        "ENX-0102 eventnexus.domain.counters.capacty, set in the test's settings: there is no"));
        assertThat(left()).isEmpty();
    }

    @Disabled("started by the next test")
    @EventNexusTest(classes = Counter.class)
    static class Unsatisfied {
        @Test
        void asksForABeanThatIsNotThere(@EventDomain("counters") Limits limits) {}

        @Test
        void failsByItself(Scenario scenario) {
            scenario.publish("counters", "unknown", "x").completes();
        }

        @Test
        void passes(Scenario scenario) {}
    }

    @Test
    void testsFailAsTheirUsersExpect() {
        Map<String, Optional<Throwable>> ends = Launch.of(Map.of(), Unsatisfied.class);

        assertThat(ends.get("asksForABeanThatIsNotThere").orElseThrow())
                .hasMessageContaining("ENX-0064 there is no bean");
        assertThat(ends.get("failsByItself").orElseThrow())
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage("unknown is unhandled, not completed\n  counters 1  unknown(x): unhandled");
        assertThat(ends.get("passes")).isEmpty();
        assertThat(left()).isEmpty();
    }

    static final CyclicBarrier ALL_AT_ONCE = new CyclicBarrier(4);
    static final Set<Integer> CAPACITIES = ConcurrentHashMap.newKeySet();

    /** Four methods, in two classes, that are under way at the same time and have domains of the same name. */
    abstract static class Parallel {
        void run(Scenario scenario, int capacity) throws Exception {
            ALL_AT_ONCE.await(20, TimeUnit.SECONDS);
            for (int i = 1; i <= 200; i++) {
                assertThat(scenario.publish("counters", "next", null).result(Integer.class))
                        .isEqualTo(i);
            }
            assertThat(scenario.published("counters")).hasSize(200);
            assertThat(scenario.nexus("counters").config().capacity()).isEqualTo(capacity);
            CAPACITIES.add(ConfigProvider.getConfig().getValue("eventnexus.domain.counters.capacity", int.class));
        }

        @Test
        abstract void one(Scenario scenario) throws Exception;

        @Test
        abstract void another(Scenario scenario) throws Exception;
    }

    @Disabled("started by the next test")
    @EventNexusTest(classes = Counter.class, settings = "eventnexus.domain.counters.capacity=4")
    static class ParallelFour extends Parallel {
        @Override
        @Test
        void one(Scenario scenario) throws Exception {
            run(scenario, 4);
        }

        @Override
        @Test
        void another(Scenario scenario) throws Exception {
            run(scenario, 4);
        }
    }

    @Disabled("started by the next test")
    @EventNexusTest(classes = Counter.class, settings = "eventnexus.domain.counters.capacity=5")
    static class ParallelFive extends Parallel {
        @Override
        @Test
        void one(Scenario scenario) throws Exception {
            run(scenario, 5);
        }

        @Override
        @Test
        void another(Scenario scenario) throws Exception {
            run(scenario, 5);
        }
    }

    @Test
    void methodsMayRunInParallel() {
        Map<String, Optional<Throwable>> ends = Launch.of(PARALLEL, ParallelFour.class, ParallelFive.class);

        assertThat(ends.values()).allSatisfy(end -> assertThat(end).isEmpty());
        assertThat(CAPACITIES).containsExactlyInAnyOrder(4, 5);
        assertThat(left()).isEmpty();
    }

    static final CountDownLatch STOPPED = new CountDownLatch(1);

    @ApplicationScoped
    static class Unfinished {
        java.util.concurrent.CompletionStage<Void> never(@Handles("never") @EventDomain("counters") Object event) {
            return new java.util.concurrent.CompletableFuture<>();
        }

        void stopping(@jakarta.enterprise.event.Observes DomainsStopping event) {
            STOPPED.countDown();
        }
    }

    @Disabled("started by the next test")
    @EventNexusTest(classes = Unfinished.class)
    static class LeavesWorkBehind {
        @Test
        void leaves(Scenario scenario) {
            scenario.publish("counters", "never", null);
            scenario.publish("counters", "never", null);
        }
    }

    @Test
    void whatATestLeavesBehindHoldsNobody() {
        long started = System.nanoTime();
        Map<String, Optional<Throwable>> ends = Launch.of(Map.of(), LeavesWorkBehind.class);

        assertThat(ends.get("leaves")).isEmpty();
        assertThat(STOPPED.getCount()).isZero();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started))
                .as("seconds, less than the drain timeout of 10")
                .isLessThan(8);
        assertThat(left()).isEmpty();
    }

    /** Threads and containers that outlive their tests. */
    private static Set<String> left() {
        Set<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("eventnexus"))
                .collect(Collectors.toSet());
        org.jboss.weld.environment.se.WeldContainer.getRunningContainerIds().forEach(left::add);
        return left;
    }
}
