package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.LogRecord;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.RecordedLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is logged of failures if the application does not handle them itself. */
@Tag("R8")
@Tag("AE-09")
class FailureLogTest {
    private static final String FAILED = "ENX-0015";

    private final HandExecutor executor = new HandExecutor();
    private final VirtualTime time = new VirtualTime();
    private final DomainEngine engine = DomainEngine.builder()
            .executor(executor)
            .scheduler(time)
            .clock(time)
            .build();
    private final Nexus nexus = engine.create(DomainConfig.of("d"));

    @Test
    void eachFailureIsALineAndTheFirstOfItsKindHasATrace() {
        nexus.handle("a", (event, context) -> {
            throw (RuntimeException) event.payload();
        });
        nexus.start();
        try (var log = new RecordedLog()) {
            for (int i = 0; i < 3; i++) {
                nexus.bus()
                        .publish(EventDraft.of("a", new IllegalStateException("broken"))
                                .id("id" + i));
            }
            nexus.bus().publish("a", new IllegalArgumentException("other"));
            executor.runAll();
            assertThat(log.records(FAILED))
                    .extracting(LogRecord::getThrown)
                    .extracting(thrown -> thrown == null ? "none" : thrown.getMessage())
                    .containsExactly("broken", "none", "none", "other");
            assertThat(log.records(FAILED).get(1).getMessage())
                    .isEqualTo("ENX-0015 the receiver 'a' in the domain 'd' failed on event id1 of type a:"
                            + " java.lang.IllegalStateException: broken");
        }
    }

    @Test
    void aStrangerCannotWriteLinesOfTheirOwnNorLongOnes() {
        nexus.bus().subscribe("a", event -> {
            throw new IllegalStateException("one\r\nENX-0000 two\u2028three" + "x".repeat(10_000));
        });
        nexus.start();
        try (var log = new RecordedLog()) {
            nexus.bus().publish("a", null);
            nexus.bus().publish("a", null);
            executor.runAll();
            assertThat(log.records(FAILED).get(1).getMessage())
                    .contains("one ENX-0000 two three")
                    .hasLineCount(1)
                    .hasSizeLessThan(700);
        }
    }

    @Test
    void whatIsRememberedIsBounded() {
        var log = new FailureLog();
        nexus.bus().subscribe("a", event -> {});
        var event = nexus.bus().publish("a", null).event();
        try (var recorded = new RecordedLog()) {
            for (int i = 0; i < 1_500; i++) {
                log.onError(event, "receiver " + i, new IllegalStateException("broken"));
            }
            assertThat(recorded.records(FAILED)).hasSize(1_500);
            assertThat(recorded.records(FAILED).stream().filter(line -> line.getThrown() != null))
                    .hasSize(1_000);
        }
    }
}
