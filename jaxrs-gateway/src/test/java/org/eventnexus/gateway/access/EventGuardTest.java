package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eventnexus.EventAccess;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an application says of single events counts, and its failures deny. */
@Tag("BX-12")
class EventGuardTest {
    private static final Caller ANN = Caller.known("ann", Set.of("clerk"), Instant.MAX);

    private long now = Long.MAX_VALUE - 5; // what counts nanoseconds may overflow

    private Predicate<NexusEvent<?>> readable(EventAccess access, Caller caller) {
        return new EventGuard(() -> Optional.ofNullable(access), () -> now).of(caller);
    }

    @Test
    void nobodyIsAskedWhereThereIsNobody() {
        assertThat(readable(null, ANN)).isNull();
    }

    @Test
    void isToldNameAndRoles() {
        List<EventAccess.Reader> asked = new ArrayList<>();
        EventAccess access = (reader, event) -> asked.add(reader);
        assertThat(readable(access, ANN).test(null)).isTrue();
        assertThat(readable(access, Caller.anonymous("10.0.0.1")).test(null)).isTrue();
        assertThat(asked)
                .containsExactly(
                        new EventAccess.Reader(Optional.of("ann"), Set.of("clerk")),
                        new EventAccess.Reader(Optional.empty(), Set.of()));
    }

    @Test
    void aFailureDeniesAndIsLoggedOnceAMinute() {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                logged.add(message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(EventGuard.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Predicate<NexusEvent<?>> readable = readable(
                    (reader, event) -> {
                        throw new IllegalStateException("not today");
                    },
                    ANN);
            for (int i = 0; i < 1_000; i++) {
                assertThat(readable.test(null)).isFalse();
            }
            assertThat(logged).hasSize(1);
            now += Duration.ofMinutes(1).toNanos();
            assertThat(readable.test(null)).isFalse();
            assertThat(logged).hasSize(2).last().asString().contains("ENX-0235", "1000 times");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void aCheckedExceptionThatAProxyLetsThroughDeniesToo() {
        Logger logger = Logger.getLogger(EventGuard.class.getName());
        logger.setUseParentHandlers(false);
        try {
            Predicate<NexusEvent<?>> readable =
                    readable((reader, event) -> EventGuardTest.<RuntimeException>thrown(), ANN);
            assertThat(readable.test(null)).isFalse();
        } finally {
            logger.setUseParentHandlers(true);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> boolean thrown() throws E {
        throw (E) new IOException("not today");
    }
}
