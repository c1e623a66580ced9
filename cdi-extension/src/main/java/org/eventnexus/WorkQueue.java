package org.eventnexus;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Competing consumers over a domain: each event goes to one worker of each collector that is chosen for it, and each of these
 * gives a result. Made by {@link Nexus#workQueue(String, WorkQueueConfig)}. Thread-safe.
 *
 * <pre>{@code
 * WorkQueue resize = nexus.workQueue("resize", WorkQueueConfig.defaults());
 * resize.work("thumbnails", (NexusEvent<Image> event, HandlerContext context) -> thumbnail(event.payload()));
 * CompletionStage<Path> path = resize.send(image).result(Path.class);
 * }</pre>
 *
 * <p><b>The way in.</b> What is sent is an event of the domain like others: it meets middleware, has a position, is in the
 * log and in streams, and filters, the handler and subscribers come first. Then the loop hands it over to the queue's
 * collectors and goes on; an event published over the {@link EventBus} that a collector selects is handed over as well.
 *
 * <p><b>Who gets it.</b> Of the collectors that select the event, those that the queue's {@link Router} chooses: if nothing is
 * said, all; the one with a key, {@link EventDraft#toCollector}; or those on a topic, {@link EventDraft#toTopic}. An event
 * for which none is chosen, and that nobody else takes, is unhandled.
 *
 * <p><b>Results.</b> The publication stays open until each of them has come to an end, and has then one result of each, under
 * the collector's name, in the order of their registration: what the worker returned, or its stage's value, also if that is
 * null, or the error. Several attempts are one result, the last.
 *
 * <p><b>Order.</b> A collector begins with waiting events in the queue's {@link WorkQueueConfig#order() order}, several at
 * once; an {@linkplain CollectorOptions#ordered ordered} one works on those with the same key one after the other.
 *
 * <p><b>Threads.</b> Workers are called on the engine's threads that may be held: in a server, the container's. A worker that
 * returns a {@link CompletionStage} frees its thread, and keeps its permit until the stage ends. Its context cannot emit
 * secondary events; it can publish.
 *
 * <p><b>Concurrency</b> follows the load between the collector's bounds: arrival rate times mean service time plus a margin,
 * looked at each {@link WorkQueueConfig#monitorInterval()}.
 *
 * <p><b>The end.</b> At a stop of the domain what the queue has is worked on until the domain's deadline; the rest is
 * abandoned, and logged by collector and type.
 */
public interface WorkQueue {

    /**
     * Checks a work queue's name.
     *
     * @return the name
     * @throws IllegalArgumentException if it is malformed
     */
    static String requireName(String name) {
        if (!Objects.requireNonNull(name, "name").matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a work queue's name has 1 to 64 letters, digits, '_' or '-', not: '" + name + "'");
        }
        return name;
    }

    /** Its name, unlike those of the domain's other work queues. */
    String name();

    /** The name of its domain. */
    String domain();

    /** What it was made with. */
    WorkQueueConfig config();

    /**
     * Publishes an event of the type that the queue is named after, as {@link EventBus#publish} does.
     *
     * @param payload may be null
     */
    Publication send(Object payload);

    /**
     * Publishes an event, of whatever type, as {@link EventBus#publish} does.
     *
     * @param draft null for an event of the queue's type without a payload, as {@code send(null)} comes here
     */
    Publication send(EventDraft<?> draft);

    /**
     * Registers a collector, which takes events from the next one on.
     *
     * @param worker called for several events at once, as far as the concurrency goes
     * @throws MisconfiguredReceiverException if the queue has a collector with this key
     * @throws LoopStoppedException if the domain has been stopped
     */
    <T> Collector work(CollectorOptions options, Handler<T> worker);

    /** Registers a collector of a name, otherwise with the queue's settings, for events of the type that the queue is named after. */
    default <T> Collector work(String name, Handler<T> worker) {
        return work(CollectorOptions.named(name), worker);
    }

    /** Those that are registered, in the order of registration. */
    List<Collector> collectors();

    /**
     * Completes, never exceptionally, when all that was sent before has ended, and all that collectors had by then: also when
     * the domain has stopped. Before the domain's start it waits for that. Completed on the domain's loop, mostly. A
     * worker that waits for it waits for itself.
     */
    CompletionStage<Void> drain();

    /** Its figures; they stay after the stop. */
    WorkQueueStats stats();
}
