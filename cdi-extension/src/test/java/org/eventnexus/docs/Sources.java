package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;
import org.eventnexus.SourceRegistration;
import org.eventnexus.Timer;
import org.eventnexus.cdi.EventDomain;

/** The programs of {@code docs/how-to/sources.md}; {@link DocumentationTest} compares. */
final class Sources {
    static final String ORDERS = "lamp\nchair\n";

    private Sources() {}

    @ApplicationScoped
    @EventDomain("orders")
    public static class OrderFile implements PullSource {
        private final BufferedReader lines = new BufferedReader(new StringReader(ORDERS));

        @Override
        public EventDraft<?> obtain() throws IOException {
            String line = lines.readLine(); // may block
            if (line == null) {
                throw new NoMoreEventsException();
            }
            return EventDraft.of("order.placed", line);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    public static class Till implements PushSource {
        private volatile SourceContext context;

        @Override
        public void start(SourceContext context) {
            this.context = context; // begin to listen here
        }

        public void sold(String what) {
            if (context != null) {
                context.distribute(EventDraft.of("till.sold", what));
            }
        }

        @Override
        public void close() {
            context = null; // and end it here
        }

        @Override
        public RetryPolicy restartPolicy() {
            return RetryPolicy.of(5).withDelay(Duration.ofSeconds(1)).withMaxDelay(Duration.ofMinutes(1));
        }
    }

    @ApplicationScoped
    public static class Clocks {
        @Produces
        @EventDomain("orders")
        Timer closing() {
            return Timer.countDown(Duration.ofMillis(10), 5, "shop.closes-in");
        }
    }

    static SourceRegistration inCode(Nexus nexus, SubmissionPublisher<Integer> temperatures) {
        Stream<EventDraft<String>> words = Stream.of("a", "b", "c").map(word -> EventDraft.of("word", word));
        nexus.source("words", PullSource.of(words));

        Flow.Publisher<Integer> publisher = temperatures;
        SourceRegistration registration = nexus.source(
                "temperatures",
                PullSource.of(publisher, degrees -> EventDraft.of("temperature", degrees)),
                RetryPolicy.NONE);
        registration.ended().thenRun(() -> nexus.bus().publish("temperature.over", null));
        return registration;
    }
}
