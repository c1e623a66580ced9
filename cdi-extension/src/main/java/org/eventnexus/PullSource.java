package org.eventnexus;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A source that is asked for one event at a time, and may block until there is one.
 *
 * <pre>{@code orders.source((PullSource) () -> EventDraft.of("order.line", reader.readLine()));}</pre>
 *
 * <p>It is asked for the next event when the one before has been admitted: with a full queue it waits, and no thread does.
 * That holds whatever the domain's {@link Overflow} says; an event that is refused for want of room is published again,
 * and not lost. Calls never overlap, but come on
 * different threads; each sees what the one before did. They are made on the threads for blocking sources (see
 * {@code DomainEngine.Builder.blockingExecutor}), where one that blocks holds a thread. In a server these are not the
 * threads of the domains. Where the engine was given one executor for everything, as many blocking sources as it has
 * threads bring all domains to a stand.
 *
 * <p>{@link #close()} is called once, perhaps while a call to {@link #obtain} is going on, which it may well bring to an
 * end, or is just about to begin. What this call returns or throws does not count any more.
 */
@FunctionalInterface
public interface PullSource extends EventSource {

    /**
     * Gets the next event. What is thrown is a failure of the source, see {@link #restartPolicy()}: after a while it is
     * asked again.
     *
     * @return never null
     * @throws NoMoreEventsException if there are no more; then the source is closed and removed, and nothing is reported
     */
    EventDraft<?> obtain() throws Exception;

    /** Takes events from an iterator until it has no more. */
    static PullSource of(Iterator<? extends EventDraft<?>> events) {
        Objects.requireNonNull(events, "events");
        return () -> {
            if (!events.hasNext()) {
                throw new NoMoreEventsException();
            }
            return events.next();
        };
    }

    /** Takes events from a stream until it has no more, and closes it in any case. */
    static PullSource of(Stream<? extends EventDraft<?>> events) {
        return new StreamSource(events);
    }

    /**
     * Takes events from a publisher: subscribes when the source is first asked, requests one item at a time, and cancels
     * when the source is closed. The publisher's error is the source's failure; after it the publisher is subscribed to
     * again.
     *
     * @param draft makes an event of an item; called on the publisher's thread
     */
    static <T> AsyncPullSource of(Flow.Publisher<T> items, Function<? super T, ? extends EventDraft<?>> draft) {
        return new PublisherSource<>(items, draft);
    }
}
