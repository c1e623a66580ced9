package org.eventnexus.tests;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eventnexus.EventBus;
import org.eventnexus.Publication;

/** What was published while the application was being deployed. In an EAR's lib, so that there is one for all modules. */
public final class EarlyEvents {
    public static final int CAPACITY = 16;
    public static final int TOO_MANY = CAPACITY + 4;

    private static final Collection<Published> PUBLISHED = new ConcurrentLinkedQueue<>();

    private EarlyEvents() {}

    /**
     * A publication, made before the start.
     *
     * @param by who published it
     * @param status as it stood when publishing returned
     * @param refusal what the publisher is told if it was refused, else null
     * @param took how long publishing held the publisher
     */
    public record Published(
            String by, Publication publication, Publication.Status status, String refusal, Duration took) {}

    /** Publishes one event that all receivers want, and notes it. */
    public static void publish(EventBus bus, String by) {
        publish(bus, "early." + by, by);
    }

    /** Publishes more events than fit before the start, and notes them. */
    public static void publishTooMany(EventBus bus, String by) {
        for (int i = 0; i < TOO_MANY; i++) {
            publish(bus, "crowd", by);
        }
    }

    private static void publish(EventBus bus, String type, String by) {
        long before = System.nanoTime();
        Publication publication = bus.publish(type, by);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        Publication.Status status = publication.status();
        PUBLISHED.add(new Published(by, publication, status, refusal(publication, status), took));
    }

    private static String refusal(Publication publication, Publication.Status status) {
        return status == Publication.Status.REFUSED
                ? publication
                        .accepted()
                        .handle((event, refusal) -> String.valueOf(refusal))
                        .toCompletableFuture()
                        .join()
                : null;
    }

    public static List<Published> by(String publisher) {
        return PUBLISHED.stream().filter(one -> one.by().equals(publisher)).toList();
    }

    public static List<Published> all() {
        return List.copyOf(PUBLISHED);
    }
}
