package org.eventnexus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A domain's owner: its lifecycle, its handlers, its sources and its log, and what gives its events ids. Thread-safe.
 *
 * <p>In a server the container starts and stops it; in plain Java whoever created it does.
 */
public interface Nexus extends EventFactory, AutoCloseable {

    /** A domain's life, in this order. */
    enum State {
        /** Takes events, and keeps them until it is started. */
        READY,
        /** Being started. */
        STARTING,
        /** Handles events. */
        LOOPING,
        /** Refuses events; nothing is delivered any more once {@link Nexus#stop} has returned. */
        STOPPED
    }

    /**
     * A look at a domain's figures; taken without stopping it, so that they may be off by what happens meanwhile.
     *
     * @param depth events that wait in the queue
     * @param published events admitted, secondary ones and dropped ones included
     * @param delivered admitted events that completed
     * @param failed admitted events that failed
     * @param dropped admitted events that were dropped
     * @param unhandled admitted events that nobody took
     * @param abandoned admitted events that were still waiting when the domain stopped
     * @param refused events that were not admitted
     * @param answered events that were not admitted because a middleware has answered them
     * @param retried calls of receivers for events on which they had failed before
     * @param deadLetters dead letters that are kept
     * @param slow calls and stages of receivers that kept the domain waiting for longer than
     *     {@link DomainConfig#slowReceiver()}
     * @param subscribers active subscriptions
     */
    record Stats(
            int depth,
            long published,
            long delivered,
            long failed,
            long dropped,
            long unhandled,
            long abandoned,
            long refused,
            long answered,
            long retried,
            int deadLetters,
            long slow,
            int subscribers) {
        /** Admitted events that have not ended: waiting or being handled. */
        public long waiting() {
            return published - delivered - failed - dropped - unhandled - abandoned;
        }
    }

    /** The domain's name. */
    String name();

    /** The domain's settings. */
    DomainConfig config();

    /** Where it is in its life. */
    State state();

    /** The domain's bus. */
    EventBus bus();

    /** The domain's log. Empty if the domain keeps none. */
    Optional<EventLog> log();

    /**
     * Registers the one handler of the events that a selector selects. Of several that match an event the most specific
     * takes it: exact, then {@code *}, then {@code **} from the longest prefix to the shortest, or of numeric types a range,
     * then a mask; then a payload class, then all. In a domain with {@link DomainConfig#multiple()} all that match take it,
     * in the order of their registration, each with its result; one for all events only if there is no other, and a handler
     * that is registered under one name for several matching selectors once.
     *
     * @param name the handler's simple name, as results show it
     * @param options what it wants otherwise than the domain's settings say
     * @throws MisconfiguredReceiverException if, in a domain without that, there is a handler whose selector {@linkplain EventSelector#clashesWith
     *     clashes} with this one; the message names both
     */
    <T> Subscription handle(EventSelector selector, String name, Handler<T> handler, ReceiverOptions options);

    /** Registers a handler, otherwise the same, for which the domain's settings count. */
    default <T> Subscription handle(EventSelector selector, String name, Handler<T> handler) {
        return handle(selector, name, handler, ReceiverOptions.defaults());
    }

    /** Registers the one handler of a type or pattern, named after it. */
    default <T> Subscription handle(String selector, Handler<T> handler) {
        return handle(EventSelector.parse(selector), selector, handler);
    }

    /** Registers the handler of all events that no other handler takes. */
    default <T> Subscription handleRest(Handler<T> handler) {
        return handle(EventSelector.any(), "default", handler);
    }

    /**
     * Registers a filter, behind those that there are; it sees all events from the next one on.
     *
     * @param name the filter's simple name, as results show it if it fails
     * @param options what it wants otherwise than the domain's settings say
     */
    <T> Subscription filter(String name, Filter<T> filter, ReceiverOptions options);

    /** Registers a filter, otherwise the same, for which the domain's settings count. */
    default <T> Subscription filter(String name, Filter<T> filter) {
        return filter(name, filter, ReceiverOptions.defaults());
    }

    /** The names of the active filters, in the order of their registration. */
    List<String> filters();

    /** The names of the active handlers, in the order of their registration. */
    List<String> handlers();

    /**
     * Registers a middleware behind those that there are; the same may be there several times.
     *
     * @param name its simple name, as results and refusals show it
     */
    MiddlewareRegistration use(String name, Middleware middleware);

    /** Registers an asynchronous middleware behind those that there are. */
    MiddlewareRegistration useAsync(String name, AsyncMiddleware middleware);

    /**
     * Registers a middleware for a time.
     *
     * @param end when it completes, the middleware is removed, and what it completes with is the result of the removal
     */
    MiddlewareRegistration useUntil(CompletionStage<?> end, String name, Middleware middleware);

    /** Registers an asynchronous middleware for a time. */
    MiddlewareRegistration useAsyncUntil(CompletionStage<?> end, String name, AsyncMiddleware middleware);

    /** The names of the active middlewares, in the order of their registration. */
    List<String> middlewares();

    /**
     * Gives the domain an error handler of its own, which is told instead of the engine's.
     *
     * @param handler null for the engine's again
     */
    void onError(ErrorHandler handler);

    /** What receivers failed on for good. */
    DeadLetters deadLetters();

    /**
     * Registers a source. It is started when the domain is, or now if that is looping, and closed when the domain stops. The
     * domain keeps it from being collected until it has ended.
     *
     * @param name its simple name, as {@link #sources()} and logs show it
     * @param restart what becomes of it when it throws; of a source with several domains, that of its first registration
     * @throws MisconfiguredSourceException if it is registered already and is not a push source, or not with another domain,
     *     or is not of exactly one kind
     * @throws LoopStoppedException if the domain has been stopped
     */
    SourceRegistration source(String name, EventSource source, RetryPolicy restart);

    /** The same with the policy that the source itself gives. */
    SourceRegistration source(String name, EventSource source);

    /** The same under the simple name of the source's class; if it has none, as a lambda has not, under that of the kind. */
    default SourceRegistration source(EventSource source) {
        Class<?> type = source.getClass();
        boolean named =
                !type.isHidden() && !type.isSynthetic() && !type.getSimpleName().isEmpty();
        return source(named ? type.getSimpleName() : kind(source).getSimpleName(), source);
    }

    private static Class<?> kind(EventSource source) {
        return source instanceof PushSource
                ? PushSource.class
                : source instanceof PullSource ? PullSource.class : AsyncPullSource.class;
    }

    /** The names of the sources that have not ended, in the order of their registration. */
    List<String> sources();

    /**
     * Connects this domain with another one of the same engine: events selected here are forwarded into it from the next one
     * on, see {@link Boundary}.
     *
     * @param name what results, figures and logs call it
     * @throws MisconfiguredReceiverException if this domain has a boundary of this name, or the other one is this one, or
     *     one of another engine
     * @throws LoopStoppedException if this domain has been stopped
     */
    Boundary boundary(String name, BoundaryConfig config);

    /** The boundaries that take this domain's events, in the order of their registration. */
    List<Boundary> boundaries();

    /**
     * Makes a work queue, which takes events as soon as it has collectors and the domain is started.
     *
     * @param name as a domain's: 1 to 64 letters, digits, {@code _} or {@code -}; also the type of what is sent to it
     * @throws MisconfiguredReceiverException if the domain has a work queue of this name, or the name is malformed
     * @throws LoopStoppedException if the domain has been stopped
     */
    WorkQueue workQueue(String name, WorkQueueConfig config);

    /** The work queues, in the order in which they were made. */
    List<WorkQueue> workQueues();

    /** The work queue of a name, if there is one. */
    default Optional<WorkQueue> findWorkQueue(String name) {
        return workQueues().stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    /** The publication of an event that the log still keeps, by id and source; the newest with this id if source is null. */
    Optional<Publication> find(String id, String source);

    /** The domain's figures; those of each type are {@link Monitored#typeStats} of its bus. They stay after the stop. */
    Stats stats();

    /** A look at its receivers and at what it is doing; the same as the bus gives. */
    Inspection inspect();

    /** The figures of its lanes, in the order of registration; a lane is there until its subscription has ended. */
    List<LaneStats> lanes();

    /**
     * The figures of its lanes by receiver and selector: those of several lanes of the same are added up, and those of lanes
     * that have ended still count, with a capacity of 0. Counts never go down, as long as no more than 1,000 different ones
     * have ended; the rest are under {@link LaneStats#OTHER}.
     */
    List<LaneStats> laneTotals();

    /**
     * Starts the loop; events published before are delivered first.
     *
     * @return completes when the domain has stopped
     * @throws LoopAlreadyStartedException if it was started before
     * @throws LoopStoppedException if it has been stopped
     */
    CompletionStage<Void> start();

    /**
     * Starts the loop, and holds the calling thread until the domain has stopped: for a program that does nothing else.
     *
     * @throws InvalidLoopStateException on a loop's thread, also if it is another domain's
     * @throws LoopAlreadyStartedException if it was started before
     * @throws LoopStoppedException if it has been stopped
     * @throws InterruptedException if the thread is interrupted meanwhile; the domain goes on
     */
    void run() throws InterruptedException;

    /**
     * Refuses new events from now on, handles what was admitted, for as long as the deadline allows, and abandons the
     * rest. If the executor does not run the loop any more, this thread does, and then receivers see this thread's identity,
     * transaction and request. Sources are closed meanwhile, and one that has not closed by the deadline is given up.
     * Without effect on a stopped domain.
     *
     * @return what was abandoned: number of events by type
     */
    Map<String, Long> stop(Duration deadline);

    /**
     * Stops without a deadline: what waits is abandoned, and streams and those who wait for an event end at once, with an
     * error.
     */
    default Map<String, Long> stopNow() {
        return stop(Duration.ZERO);
    }

    /** Stops with the domain's {@link DomainConfig#drainTimeout()}. */
    @Override
    void close();
}
