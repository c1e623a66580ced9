package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.EventBus;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a bean's method is called is said by its annotation, else by its domain's settings. */
@Tag("R8")
@Tag("AU-07")
class RetriedTest {

    @Dependent
    static class Attempt {
        static final AtomicInteger MADE = new AtomicInteger();

        final int number = MADE.incrementAndGet();
    }

    @ApplicationScoped
    static class Patient {
        @Retried(attempts = 3, delay = "1ms", maxDelay = "PT0.002S")
        int third(@Handles("third") String text, Attempt attempt) {
            if (attempt.number < 3) {
                throw new IllegalStateException("attempt " + attempt.number);
            }
            return attempt.number;
        }
    }

    @ApplicationScoped
    static class Usual {
        private int calls;

        int second(@Handles("second") @EventDomain("orders") String text, EventBus orders) {
            if (++calls < 2) {
                throw new IllegalStateException("attempt " + calls);
            }
            return calls;
        }
    }

    @Test
    void byAnnotationWithFurtherParametersMadeAnew() {
        Attempt.MADE.set(0);
        try (var app = Started.with(Patient.class, Attempt.class)) {
            Outcome outcome = app.publish("third", "x");
            assertThat(outcome.results()).containsExactly(new Result("third", 3, null));
        }
    }

    @Test
    @Tag("BX-01")
    void bySettings() {
        try (var attempts = SystemSetting.of("eventnexus.domain.orders.retry-attempts", "2");
                var delay = SystemSetting.of("eventnexus.domain.orders.retry-delay", "1ms");
                var app = Started.with(Usual.class)) {
            Outcome outcome = Started.await(app.bus("orders").publish("second", "x"));
            assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        }
    }
}
