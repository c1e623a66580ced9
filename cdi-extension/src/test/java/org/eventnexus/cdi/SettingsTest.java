package org.eventnexus.cdi;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.DomainConfig;
import org.eventnexus.Domains;
import org.eventnexus.LaneFull;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.RecordedLog;
import org.eventnexus.RetryPolicy;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("BX-01")
@Tag("R15")
class SettingsTest {
    private static final String ORDERS = "eventnexus.domain.orders.";

    private final Problems problems = new Problems();

    /** Settings of a file named {@code here}. */
    record Given(Map<String, String> values) implements SettingSource {
        @Override
        public Set<String> names() {
            return values.keySet();
        }

        @Override
        public Optional<Setting> find(String name) {
            return Optional.ofNullable(values.get(name)).map(value -> new Setting(name, value, "here", 100));
        }
    }

    @ApplicationScoped
    static class Shop {
        @Inject
        @EventDomain("orders")
        Nexus orders;

        Nexus orders() {
            return orders;
        }
    }

    @ApplicationScoped
    static class Idle {}

    private Settings settings(Map<String, String> values) {
        return new Settings(new Given(values), problems);
    }

    private String told() {
        return problems.asException().map(Throwable::getMessage).orElse("");
    }

    @Test
    void allOfADomainAreRead() {
        DomainConfig config = settings(Map.ofEntries(
                        entry(ORDERS + "capacity", " 7 "),
                        entry(ORDERS + "overflow", "fail"),
                        entry(ORDERS + "order", "priority"),
                        entry(ORDERS + "await-timeout", "PT1.5S"),
                        entry(ORDERS + "in-flight", "3"),
                        entry(ORDERS + "unhandled", "ERROR"),
                        entry(ORDERS + "max-secondaries", "9"),
                        entry(ORDERS + "retention", "0"),
                        entry(ORDERS + "retention-bytes", "1000000"),
                        entry(ORDERS + "drain-timeout", "250ms"),
                        entry(ORDERS + "multiple", "true"),
                        entry(ORDERS + "retry-attempts", "4"),
                        entry(ORDERS + "retry-delay", "20s"),
                        entry(ORDERS + "retry-max-delay", "1m"),
                        entry(ORDERS + "dead-letter", "True"),
                        entry(ORDERS + "dead-letters", "12"),
                        entry(ORDERS + "lane-capacity", "5"),
                        entry(ORDERS + "lane-full", "pause"),
                        entry(ORDERS + "max-concurrent", "6"),
                        entry(ORDERS + "slow-receiver", "2s")))
                .domain("orders");
        assertThat(config)
                .isEqualTo(DomainConfig.of("orders")
                        .withCapacity(7)
                        .withOverflow(Overflow.FAIL)
                        .withOrder(QueueOrder.PRIORITY)
                        .withAwaitTimeout(Duration.ofMillis(1500))
                        .withInFlight(3)
                        .withUnhandled(UnhandledPolicy.ERROR)
                        .withMaxSecondaries(9)
                        .withRetention(0)
                        .withRetentionBytes(1_000_000)
                        .withDrainTimeout(Duration.ofMillis(250))
                        .withMultiple(true)
                        .withRetry(new RetryPolicy(4, Duration.ofSeconds(20), Duration.ofMinutes(1)))
                        .withDeadLetter(true)
                        .withDeadLetters(12)
                        .withLaneCapacity(5)
                        .withLaneFull(LaneFull.PAUSE)
                        .withMaxConcurrent(6)
                        .withSlowReceiver(Duration.ofSeconds(2)));
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "await,AWAIT",
        "fail,FAIL",
        "drop-newest,DROP_NEWEST",
        "drop-oldest,DROP_OLDEST",
        "keep-latest,KEEP_LATEST"
    })
    @Tag("R3")
    @Tag("AN-11")
    void overflowIsAPolicysName(String value, Overflow policy) {
        assertThat(settings(Map.of(ORDERS + "overflow", value)).domain("orders").overflow())
                .isEqualTo(policy);
        assertThat(told()).isEmpty();
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(settings(Map.of()).domain("orders")).isEqualTo(DomainConfig.of("orders"));
    }

    @Test
    void domainsAreThoseThatSettingsName() {
        assertThat(settings(Map.of(
                                ORDERS + "capacity",
                                "1",
                                "eventnexus.domain.B-2_x.overflow",
                                "fail",
                                "eventnexus.threads",
                                "3",
                                "eventnexus.gateway.orders.publish",
                                "*",
                                "eventnexus.gateway",
                                "",
                                "eventnexus.demo.lap",
                                "1m",
                                "eventnexusx.y",
                                "z",
                                "other",
                                "1"))
                        .domains())
                .containsExactly("B-2_x", "orders");
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventnexus.domain.orders.capacty",
                "eventnexus.domain.orders",
                "eventnexus.domain.orders.capacity.max",
                "eventnexus.domain.or ders.capacity",
                "eventnexus.domain..capacity",
                "eventnexus.thread",
                "eventnexus.gate.orders.publish",
                "eventnexus.threads.max"
            })
    void thatNobodyKnowsAreProblems(String name) {
        assertThat(settings(Map.of(name, "1")).domains()).isEmpty();
        assertThat(told())
                .contains("ENX-0102 " + name
                        + ", set in here: there is no such setting. To mend it, correct or remove it")
                .contains("drain-timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capacity        | many   | 'many' is not a whole number such as 1024",
                "capacity        | 0      | capacity is 0, not 1 to 524288",
                "capacity        | 99999999999 | '99999999999' is not a whole number",
                "overflow        | drop   | 'drop' is none of await, fail, drop-newest, drop-oldest, keep-latest",
                "await-timeout   | 10     | '10' is not a duration such as 10s, 500ms or PT10S",
                "await-timeout   | 0s     | await-timeout is PT0S, not more than zero",
                "in-flight       | -1     | in-flight is -1, not 1 to",
                "unhandled       | ignore | 'ignore' is none of count, error, dead-letter",
                "retry-attempts  | 0      | retry-attempts is 0, not 1 to 1000",
                "retry-delay     | 0ms    | retry-delay is PT0S, not more than zero",
                "retry-max-delay | 25h    | retry-max-delay is PT25H, not more than zero and at most a day",
                "dead-letter     | yes    | 'yes' is neither true nor false",
                "dead-letters    | 0      | dead-letters is 0, not 1 to 1048576",
                "retention       | 1.5    | '1.5' is not a whole number",
                "drain-timeout   | 999999999999999999h | is not a duration"
            })
    void thatCannotBeReadAreProblems(String key, String value, String what) {
        settings(Map.of(ORDERS + key, value)).domain("orders");
        assertThat(told())
                .contains("ENX-0103 " + ORDERS + key + ", set in here: ")
                .contains(what)
                .contains("To mend it, correct the value or remove the setting");
    }

    @ParameterizedTest
    @CsvSource({"10s,PT10S", "500ms,PT0.5S", "2m,PT2M", "1h,PT1H", "pt3s,PT3S", "' 4 s ',PT4S"})
    void durationsHaveTwoForms(String text, Duration duration) {
        assertThat(Values.duration(text)).isEqualTo(duration);
    }

    @Test
    void threadsAreAtLeastTwoByDefault() {
        assertThat(settings(Map.of()).threads())
                .isEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
        assertThat(settings(Map.of("eventnexus.threads", "5")).threads()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"0,'threads is 0, not 1 to 1024'", "2000,'threads is 2000, not 1 to 1024'", "x,'x'"})
    void threadsThatCannotBeAreAProblem(String value, String what) {
        settings(Map.of("eventnexus.threads", value)).threads();
        assertThat(told())
                .contains("ENX-0103 eventnexus.threads, set in here: ")
                .contains(what);
    }

    @Test
    void ofMicroProfileConfigReachTheDomains() {
        try (var capacity = SystemSetting.of(ORDERS + "capacity", "7");
                var app = Started.with(Shop.class)) {
            assertThat(app.get(Shop.class).orders().config().capacity()).isEqualTo(7);
        }
    }

    @Test
    void ofMicroProfileConfigMakeDomainsExist() {
        try (var log = new RecordedLog();
                var capacity = SystemSetting.of(ORDERS + "capacity", "7");
                var app = Started.with(Idle.class)) {
            assertThat(app.bus("orders").domain()).isEqualTo("orders");
            assertThat(app.get(Domains.class).get("orders").config().capacity()).isEqualTo(7);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("ENX-0153 the domain 'orders' is configured but"));
        }
    }

    @Test
    void problemsNameTheSourceInMicroProfileConfig() {
        try (var unknown = SystemSetting.of(ORDERS + "capacty", "7");
                var malformed = SystemSetting.of(ORDERS + "capacity", "many")) {
            assertThat(catchThrowable(() -> Started.with(Shop.class).close()))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("found 2 problems")
                    .hasMessageContaining("ENX-0102 " + ORDERS + "capacty, set in SysPropConfigSource: ")
                    .hasMessageContaining("ENX-0103 " + ORDERS + "capacity, set in SysPropConfigSource: ");
        }
    }

    /** As from the environment, whose variables do not say which part of their names is a domain's. */
    @Test
    void aListMakesDomainsExistWhoseOtherSettingsAreFoundByName() {
        Map<String, String> values =
                Map.of("eventnexus.domains", " orders, audit_2 ,,", ORDERS + "capacity", "7", "PATH", "elsewhere");
        Settings settings = new Settings(
                new SettingSource() {
                    @Override
                    public Set<String> names() {
                        return Set.of("PATH");
                    }

                    @Override
                    public Optional<Setting> find(String name) {
                        return new Given(values).find(name);
                    }
                },
                problems);
        assertThat(settings.domains()).containsExactly("audit_2", "orders");
        assertThat(settings.inUse(Set.of())).containsExactly("audit_2", "orders");
        assertThat(settings.domain("orders").capacity()).isEqualTo(7);
        assertThat(told()).isEmpty();
    }

    @Test
    void whatIsListedHasADomainsName() {
        Settings settings = settings(Map.of("eventnexus.domains", "orders,au dit"));
        assertThat(settings.domains()).containsExactly("orders");
        assertThat(settings.inUse(Set.of())).containsExactly("orders");
        assertThat(told())
                .containsOnlyOnce("ENX-0103 eventnexus.domains, set in here: 'au dit' is no domain's name")
                .contains("found a problem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eventnexus.domains", "eventnexus.gateway.orders.subscribe", "eventnexus.gateway.orders.publish"
            })
    void aDomainThatOnlySettingsUseIsNotWarnedOf(String setting) {
        try (var log = new RecordedLog();
                var capacity = SystemSetting.of(ORDERS + "capacity", "7");
                var use = SystemSetting.of(setting, "orders");
                var app = Started.with(Idle.class)) {
            assertThat(app.bus("orders").domain()).isEqualTo("orders");
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ENX-0153"));
        }
    }

    @Test
    void aDomainThatIsUsedIsNotWarnedOf() {
        try (var log = new RecordedLog();
                var capacity = SystemSetting.of(ORDERS + "capacity", "7");
                var app = Started.with(Shop.class)) {
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ENX-0153"));
        }
    }

    @Test
    void choicesSayWhatThereIs() {
        assertThatThrownBy(() -> Values.choice(Overflow.class, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'x' is none of await, fail, drop-newest, drop-oldest, keep-latest");
    }
}
