package org.eventnexus.tests;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.HandlerContext;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/**
 * Publishes on threads of the server's as fast as it can, from the start until it is refused, counts what becomes of each
 * publication, and writes the figures down when its domains have stopped.
 */
@ApplicationScoped
@EventDomain("load")
class LoadPublishers {
    static final String FILE_NAME = "figures.txt";
    static final String SETTINGS = """
            eventnexus.domain.load.in-flight=4
            eventnexus.domain.load.capacity=512
            eventnexus.domain.load.drain-timeout=5s
            eventnexus.domain.web.drain-timeout=5s
            eventnexus.domain.web.in-flight=64
            eventnexus.gateway.web.subscribe=*
            eventnexus.gateway.web.publish=*
            """;
    private static final String[] TYPES = {"work", "later", "chain", "nobody", "work", "work"};
    private static final int PUBLISHERS = 3;

    private final Map<Publication.Status, LongAdder> ended = new TreeMap<>();
    private final LongAdder published = new LongAdder();
    private final LongAdder emitted = new LongAdder();
    private final CountDownLatch publishing = new CountDownLatch(PUBLISHERS);
    private final Collection<Throwable> surprises = new ConcurrentLinkedQueue<>();

    @Resource
    ManagedExecutorService executor;

    @Inject
    @EventDomain("load")
    EventBus bus;

    @Inject
    Domains domains;

    @Inject
    ApplicationThreads threads;

    private Collection<Nexus> figures;
    private Path file;

    void started(@Observes DomainsStarted event) {
        figures = event.domains().all();
        for (Publication.Status status : Publication.Status.values()) {
            ended.put(status, new LongAdder());
        }
        text(); // and so loads all classes that it takes: at the end Payara finds nothing in the WAR any more
        file = file();
        for (int i = 0; i < PUBLISHERS; i++) {
            executor.execute(this::publishUntilRefused);
        }
    }

    private void publishUntilRefused() {
        try {
            for (int i = 0; publish(TYPES[i % TYPES.length]); i++) {
                published.increment();
            }
            published.increment();
        } catch (Throwable surprise) {
            surprises.add(surprise);
        } finally {
            publishing.countDown();
        }
    }

    private boolean publish(String type) {
        Publication publication = bus.publish(type, 2);
        publication
                .outcome()
                .whenComplete((outcome, never) -> ended.get(outcome.status()).increment());
        return publication.status() != Publication.Status.REFUSED;
    }

    int work(@Handles("work") int number) {
        return number;
    }

    CompletionStage<Integer> later(@Handles("later") int number) {
        var done = new CompletableFuture<Integer>();
        threads.scheduler().schedule(() -> done.complete(number), Duration.ofMillis(1));
        return done;
    }

    void chain(@Handles("chain") int depth, HandlerContext context) {
        if (depth > 0) {
            context.emit("chain", depth - 1);
            emitted.increment();
        }
    }

    void seen(@Subscribes("work") Object any) {
        // nothing to say
    }

    Object web(@Handles("web") @EventDomain("web") Object payload) {
        return "done";
    }

    private boolean publishersEnd() {
        try {
            return publishing.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void write() {
        String ends = "publishersEnded=" + publishersEnd() + "\n";
        try {
            Files.writeString(file, ends + text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        try (InputStream name = LoadPublishers.class.getResourceAsStream("/" + FILE_NAME)) {
            return Path.of(new String(name.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        surprises.forEach(surprise -> text.append("surprise=").append(surprise).append('\n'));
        text.append("published=").append(published).append('\n');
        text.append("emitted=").append(emitted).append('\n');
        ended.forEach(
                (status, count) -> text.append(status).append('=').append(count).append('\n'));
        figures.forEach(nexus -> write(text, nexus.name(), nexus.stats()));
        return text.toString();
    }

    private static void write(StringBuilder text, String domain, Nexus.Stats stats) {
        text.append(domain).append(".published=").append(stats.published()).append('\n');
        text.append(domain).append(".completed=").append(stats.delivered()).append('\n');
        text.append(domain).append(".failed=").append(stats.failed()).append('\n');
        text.append(domain).append(".dropped=").append(stats.dropped()).append('\n');
        text.append(domain).append(".unhandled=").append(stats.unhandled()).append('\n');
        text.append(domain).append(".abandoned=").append(stats.abandoned()).append('\n');
        text.append(domain).append(".refused=").append(stats.refused()).append('\n');
        text.append(domain).append(".waiting=").append(stats.waiting()).append('\n');
    }
}
