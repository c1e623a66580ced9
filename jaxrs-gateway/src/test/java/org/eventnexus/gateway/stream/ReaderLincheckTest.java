package org.eventnexus.gateway.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.Position;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.JsonBinding;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * From replay to live, step by step: a client that reads the log at its own place while events are appended, with the real
 * mailbox, log, feed, pump, reader and client. Whatever the interleaving, in the end it has been given everything from where
 * it began, once and in order, but for what the log no longer kept, and of that, and only of that, it was told.
 */
@Tag("BX-04")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class ReaderLincheckTest {

    /** A log that keeps all of the few events: there must be no gap. */
    public static class Kept extends Following {
        public Kept() {
            super(16);
        }
    }

    /** A log that moves on under the reader. */
    public static class Overtaken extends Following {
        public Overtaken() {
            super(2);
        }
    }

    /** What happens meanwhile. */
    public abstract static class Following {
        private static final CloudEventWriter WRITER = new CloudEventWriter(new JsonBinding());
        private static final GatewaySettings SETTINGS =
                new GatewaySettings(Duration.ofSeconds(15), 1 << 20, 10, 5, 1_000, 1 << 20);

        private final int retention;
        private final Nexus domain;
        private final EventLog log;
        private final Tasks tasks = new Tasks();
        private final DomainFeed feed;
        private Received received;

        protected Following(int retention) {
            this.retention = retention;
            domain = DomainEngine.builder()
                    .executor(loop -> {}) // what the domain's receivers do is of no interest
                    .scheduler((task, delay) -> () -> {})
                    .build()
                    .create(DomainConfig.of("d").withCapacity(16).withRetention(retention));
            log = domain.log().orElseThrow();
            feed = new DomainFeed(domain, log, WRITER, tasks, () -> 0);
        }

        @Operation
        public void publish() {
            domain.bus().publish("a", null);
        }

        /** The client comes, and wants the oldest first. */
        @Operation(nonParallelGroup = "client")
        public void connect() throws IOException {
            if (received == null) {
                received = follow();
            }
        }

        private Received follow() throws IOException {
            LaneReader reader = LaneReader.open(feed, Selection.parse(List.of(), false), null, SETTINGS, 1);
            var client = new StreamClient(reader, null, SETTINGS.heartbeat(), () -> 0, feed::wake, left -> {});
            feed.keepGoing(client);
            var outlet = new Received(client);
            client.connect(outlet);
            client.writable();
            return outlet;
        }

        /** A thread of the executor. */
        @Operation
        public void work() {
            tasks.runOne();
        }

        @Validate
        public void everythingHasBeenGivenOnceAndInOrder() throws IOException {
            while (tasks.runOne()) {}
            connect(); // in some scenarios it comes only now
            while (tasks.runOne()) {}
            received.check(log, retention);
        }
    }

    /** Runs tasks when somebody does. */
    private static final class Tasks implements Executor {
        private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(Runnable task) {
            waiting.add(task);
        }

        private boolean runOne() {
            Runnable task = waiting.poll();
            if (task != null) {
                task.run();
            }
            return task != null;
        }
    }

    /** A connection that always takes bytes. Written under its client's lock. */
    private static final class Received implements Outlet {
        private static final String ID = "id: ";
        private static final String OLDEST = "\"oldest\":\"";
        private static final String REQUESTED = "\"requested\":\"";

        private final StreamClient client;
        private final List<byte[]> blocks = new ArrayList<>();

        private Received(StreamClient client) {
            this.client = client;
        }

        @Override
        public void listen(StreamClient listening) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(byte[] bytes) {
            blocks.add(bytes);
        }

        @Override
        public void flush() {}

        @Override
        public boolean flushesInPart() {
            return false;
        }

        @Override
        public void complete() {}

        private void check(EventLog log, int retention) {
            long next = 1;
            synchronized (client) {
                for (byte[] block : blocks) {
                    for (String event : new String(block).split("\n\n")) {
                        next = event.startsWith(ID) ? given(event, next) : told(event, next, log, retention);
                    }
                }
            }
            require(next == log.newest() + 1, "up to " + (next - 1) + " of " + log.newest());
        }

        private static long given(String event, long next) {
            long sequence = sequence(event.substring(ID.length(), event.indexOf('\n')));
            require(sequence == next, sequence + " instead of " + next);
            return next + 1;
        }

        private static long told(String gap, long next, EventLog log, int retention) {
            long oldest = sequence(after(OLDEST, gap));
            require(sequence(after(REQUESTED, gap)) == next - 1, gap + " at " + next);
            require(oldest > next, "a gap of nothing before " + oldest);
            require(oldest <= log.newest() - retention + 1, oldest + " was not the oldest yet");
            return oldest;
        }

        private static String after(String name, String gap) {
            int begin = gap.indexOf(name) + name.length();
            return gap.substring(begin, gap.indexOf('"', begin));
        }

        private static long sequence(String position) {
            return Position.parse(position).orElseThrow().sequence();
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalStateException(otherwise);
            }
        }
    }

    private static void check(Class<?> operations, int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(0)
                .checkObstructionFreedom(false)
                .check(operations);
    }

    @Test
    void allOfTheLog() {
        check(Kept.class, 1, 30);
    }

    @Test
    void aLogThatMovesOn() {
        check(Overtaken.class, 1, 30);
    }

    @Test
    @Tag("full")
    void allOfTheLogForLong() {
        check(Kept.class, 6, 60);
    }

    @Test
    @Tag("full")
    void aLogThatMovesOnForLong() {
        check(Overtaken.class, 6, 60);
    }
}
