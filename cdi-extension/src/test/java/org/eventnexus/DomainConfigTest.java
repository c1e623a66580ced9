package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainConfigTest {
    private final DomainConfig config = DomainConfig.of("d");

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "ä", "a/b", "a\n"})
    void aNameIsLettersDigitsUnderscoreAndHyphen(String bad) {
        assertThatThrownBy(() -> DomainConfig.of(bad)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DomainConfig.of("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> DomainConfig.of("aZ0_-" + "x".repeat(59))).doesNotThrowAnyException();
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertThatThrownBy(() -> config.withCapacity(0))
                .hasMessageContaining("capacity")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> config.withCapacity(DomainConfig.MAX_CAPACITY + 1))
                .hasMessageContaining("capacity");
        assertThatThrownBy(() -> config.withInFlight(0)).hasMessageContaining("in-flight");
        assertThatThrownBy(() -> config.withMaxSecondaries(-1)).hasMessageContaining("max-secondaries");
        assertThatThrownBy(() -> config.withRetention(-1)).hasMessageContaining("retention");
        assertThatThrownBy(() -> config.withAwaitTimeout(Duration.ZERO)).hasMessageContaining("await-timeout");
        assertThatThrownBy(() -> config.withAwaitTimeout(Duration.ofDays(2))).hasMessageContaining("await-timeout");
        assertThatThrownBy(() -> config.withDrainTimeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("drain-timeout");
        assertThatThrownBy(() -> config.withOverflow(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> config.withOrder(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> config.withUnhandled(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void eachWithChangesOneSetting() {
        DomainConfig changed = config.withCapacity(2)
                .withOverflow(Overflow.FAIL)
                .withOrder(QueueOrder.LIFO)
                .withAwaitTimeout(Duration.ofSeconds(3))
                .withInFlight(4)
                .withUnhandled(UnhandledPolicy.ERROR)
                .withMaxSecondaries(5)
                .withRetention(6)
                .withDrainTimeout(Duration.ofSeconds(7))
                .withMultiple(true)
                .withRetry(RetryPolicy.of(8))
                .withDeadLetter(true)
                .withDeadLetters(9)
                .withSlowReceiver(Duration.ofSeconds(10));
        assertThat(changed.name()).isEqualTo("d");
        assertThat(changed.capacity()).isEqualTo(2);
        assertThat(changed.overflow()).isEqualTo(Overflow.FAIL);
        assertThat(changed.order()).isEqualTo(QueueOrder.LIFO);
        assertThat(changed.awaitTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(changed.inFlight()).isEqualTo(4);
        assertThat(changed.unhandled()).isEqualTo(UnhandledPolicy.ERROR);
        assertThat(changed.maxSecondaries()).isEqualTo(5);
        assertThat(changed.retention()).isEqualTo(6);
        assertThat(changed.drainTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(changed.multiple()).isTrue();
        assertThat(changed.retry()).isEqualTo(RetryPolicy.of(8));
        assertThat(changed.deadLetter()).isTrue();
        assertThat(changed.deadLetters()).isEqualTo(9);
        assertThat(changed.slowReceiver()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config).isEqualTo(DomainConfig.of("d")).isNotEqualTo(changed);
    }

    @Test
    void theSameSettingsAreEqualHoweverTheyWereMade() {
        DomainConfig one = config.withCapacity(2).withInFlight(3);
        DomainConfig other =
                config.withInFlight(3).withCapacity(5).withCapacity(2).withRetention(1_000);
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(DomainConfig.of("e"));
        assertThat(one.withCapacity(1024).withInFlight(1)).isEqualTo(config);
        assertThat(one).hasToString("d{capacity=2, in-flight=3}");
    }
}
