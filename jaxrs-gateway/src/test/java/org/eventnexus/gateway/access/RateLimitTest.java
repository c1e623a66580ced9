package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    /** Clocks of this kind may be anywhere, and pass from the largest number to the smallest. */
    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());

    private final RateLimit limit = new RateLimit(10, 5, clock::get);

    private void pass(long millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private int admitted(String caller, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limit.refusal(caller).isZero() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aBurstComesAtOnceAndThenTheRate() {
        assertThat(admitted("a", 100)).isEqualTo(5);
        assertThat(admitted("b", 100)).as("each caller for itself").isEqualTo(5);
        pass(99);
        assertThat(admitted("a", 100)).isZero();
        pass(1);
        assertThat(admitted("a", 100)).isEqualTo(1);
        pass(250);
        assertThat(admitted("a", 100)).isEqualTo(2);
        pass(10_000);
        assertThat(admitted("a", 100)).as("no more than a burst is saved up").isEqualTo(5);
    }

    @Test
    void whoIsRefusedLearnsForHowLong() {
        admitted("a", 5);
        assertThat(limit.refusal("a")).isEqualTo(Duration.ofMillis(100));
        pass(60);
        assertThat(limit.refusal("a")).isEqualTo(Duration.ofMillis(40));
        pass(40);
        assertThat(limit.refusal("a")).isZero();
    }

    @Test
    void thoseWhoAreRememberedAreBounded() {
        admitted("a", 5);
        for (int i = 0; i < 2 * RateLimit.MAX_CALLERS; i++) {
            limit.refusal("caller " + i);
            assertThat(limit.refusal("a").isZero())
                    .as("who goes on asking is not forgotten")
                    .isFalse();
        }
        assertThat(limit.callers()).isEqualTo(RateLimit.MAX_CALLERS);
    }
}
