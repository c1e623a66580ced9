package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Publishes numbers in the name of whoever asks for it, and receives them. */
@ApplicationScoped
public class Anywhere {
    private static final int EVENTS = 200;
    private static final long PATIENCE_SECONDS = 30;

    @Inject
    @EventDomain("anywhere")
    EventBus bus;

    private final Map<String, CompletableFuture<List<Publication>>> published = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> received = new ConcurrentHashMap<>();

    /** Publishes on the calling thread. */
    public void publish(String by) {
        try {
            published(by)
                    .complete(IntStream.range(0, EVENTS)
                            .mapToObj(i -> bus.publish(by, i))
                            .toList());
        } catch (RuntimeException | Error failed) {
            published(by).completeExceptionally(failed);
        }
    }

    private CompletableFuture<List<Publication>> published(String by) {
        return published.computeIfAbsent(by, any -> new CompletableFuture<>());
    }

    void receive(@Subscribes("**") @EventDomain("anywhere") NexusEvent<Integer> event) {
        received.computeIfAbsent(event.type(), any -> new CopyOnWriteArrayList<>())
                .add(event.payload());
    }

    /** What became of those that somebody published: when all of them have ended. */
    public String outcome(String by) throws Exception {
        for (Publication publication : published(by).get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            var outcome = publication.outcome().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (outcome.status() != Publication.Status.COMPLETED) {
                return outcome.toString();
            }
        }
        List<Integer> numbers = received.get(by);
        return numbers.equals(IntStream.range(0, EVENTS).boxed().toList()) ? "all in order" : numbers.toString();
    }
}
