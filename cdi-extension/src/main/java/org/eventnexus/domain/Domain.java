package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DeadLetters;
import org.eventnexus.DomainConfig;
import org.eventnexus.ErrorHandler;
import org.eventnexus.EventBus;
import org.eventnexus.EventFactory;
import org.eventnexus.EventLog;
import org.eventnexus.EventSelector;
import org.eventnexus.EventSource;
import org.eventnexus.Filter;
import org.eventnexus.Handler;
import org.eventnexus.Happening;
import org.eventnexus.Inspection;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LaneStats;
import org.eventnexus.LoopAlreadyStartedException;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Middleware;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceRegistration;
import org.eventnexus.Subscription;
import org.eventnexus.boundary.DomainBoundaries;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;
import org.eventnexus.log.MemoryLog;
import org.eventnexus.source.Closing;
import org.eventnexus.source.DomainSources;
import org.eventnexus.stream.Following;

/** A domain: its parts, and how they work together. */
final class Domain implements Nexus {
    private final DomainConfig config;
    private final DomainEngine engine;
    private final String source;
    private final MemoryLog log;
    private final Mailbox mailbox;
    private final SelectorIndex index;
    private final Entrance entrance;
    private final Admission admission;
    private final Publishing publishing;
    private final Alarms alarms;
    private final Appointments appointments;
    private final LetterBox letters;
    private final Failures failures;
    private final TypeCounts types = new TypeCounts();
    private final Lanes lanes;
    private final Subscriptions subscriptions;
    private final Dispatcher dispatcher;
    private final SlowReceivers slowReceivers;
    private final Loop loop;
    private final DomainBus bus;
    private final DomainSources sources;
    private final Following following;
    private final DomainBoundaries boundaries = new DomainBoundaries();
    private final AtomicReference<State> state = new AtomicReference<>(State.READY);
    private final EventFactory factory;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** By {@link System#nanoTime}; set by who stops it. */
    private volatile long deadline;

    Domain(DomainConfig config, DomainEngine engine) {
        this.config = config;
        this.engine = engine;
        this.source = "/eventnexus/" + config.name();
        this.log = config.retention() == 0 ? null : new MemoryLog(engine.epoch(), config.retention());
        this.mailbox = Mailbox.of(config, log, this::dropped);
        if (log != null) {
            log.numberedBy(mailbox::sequence, mailbox::settled);
        }
        this.index = new SelectorIndex(config.multiple());
        this.entrance = new Entrance(this, mailbox, log);
        this.admission = new Admission(this, mailbox);
        this.publishing = new Publishing(this, mailbox);
        this.alarms = new Alarms(engine.scheduler(), engine.clock());
        this.appointments = new Appointments(this);
        this.letters = new LetterBox(this);
        this.failures = new Failures(this, letters, engine.errorHandler(), engine.random());
        this.lanes = new Lanes(this, engine, failures);
        this.subscriptions = new Subscriptions(this, index, lanes);
        this.dispatcher = new Dispatcher(this, index, types, failures);
        this.slowReceivers = new SlowReceivers(this);
        this.loop = new Loop(this, mailbox, dispatcher, engine);
        this.bus = new DomainBus(this);
        this.factory = EventFactory.startingAt(engine.epoch());
        this.sources = new DomainSources(new DomainInlet(this), engine.sources());
        this.following = new Following(new FollowedDomain(this, mailbox, engine));
    }

    // ---- for the other parts of the domain

    long epoch() {
        return engine.epoch();
    }

    String source() {
        return source;
    }

    EngineClock clock() {
        return engine.clock();
    }

    Scheduler scheduler() {
        return engine.scheduler();
    }

    Loop currentLoop() {
        return engine.currentLoop();
    }

    Loop loop() {
        return loop;
    }

    Entrance entrance() {
        return entrance;
    }

    Admission admission() {
        return admission;
    }

    Publishing publishing() {
        return publishing;
    }

    Alarms alarms() {
        return alarms;
    }

    Appointments appointments() {
        return appointments;
    }

    Failures failures() {
        return failures;
    }

    Executor executor() {
        return engine.executor();
    }

    TransactionHook transactions() {
        return engine.transactions();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Following following() {
        return following;
    }

    SlowReceivers slowReceivers() {
        return slowReceivers;
    }

    TypeCounts types() {
        return types;
    }

    LetterBox letters() {
        return letters;
    }

    /** Whether anybody wants to know what happens here. */
    boolean isWatched() {
        return engine.happenings().areWantedOf(this);
    }

    /** Tells those who want to know what has happened here. Not under a lock. */
    void tell(Supplier<Happening> what) {
        engine.happenings().tell(this, what);
    }

    /** Whether it has been started, has not ended, and its loop is not simply waiting for events. */
    boolean isBusy() {
        return isAtWork() && !loop.isIdle();
    }

    /** An event has lost its place in the mailbox to another one: ends it, on the other one's publisher's thread. */
    private void dropped(Delivery<?> delivery) {
        loop.wake(); // first: who is told of the end may wait for the other one
        types.of(delivery.type).dropped();
        admission.foundFull();
        delivery.end(Status.DROPPED);
    }

    // ---- receivers

    Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Those of its subscribers that have one. */
    Lanes ownLanes() {
        return lanes;
    }

    SelectorIndex index() {
        return index;
    }

    @Override
    public <T> Subscription handle(EventSelector selector, String name, Handler<T> handler, ReceiverOptions options) {
        var receiver = Receiver.handler(selector, name, handler, options, subscriptions);
        index.addHandler(receiver);
        return receiver;
    }

    @Override
    public <T> Subscription filter(String name, Filter<T> filter, ReceiverOptions options) {
        var receiver = Receiver.filter(name, filter, options, subscriptions);
        index.addFilter(receiver);
        return receiver;
    }

    /** Completes when the loop is in none of the receivers that it is in now, or the domain has ended. */
    CompletableFuture<?> passed() {
        State seen = state.get();
        boolean started = seen == State.LOOPING || seen == State.STOPPED;
        if (!started || ended.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        var passed = new CompletableFuture<Void>();
        loop.post(() -> passed.complete(null));
        return CompletableFuture.anyOf(passed, ended);
    }

    /** Completes when it has stopped. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Whether the calling thread is in a receiver, of whatever domain. */
    boolean isCalledByReceiver() {
        return engine.isInReceiver();
    }

    @Override
    public MiddlewareRegistration use(String name, Middleware middleware) {
        return publishing.use(name, middleware, null);
    }

    @Override
    public MiddlewareRegistration useAsync(String name, AsyncMiddleware middleware) {
        return publishing.use(name, middleware, null);
    }

    @Override
    public MiddlewareRegistration useUntil(CompletionStage<?> end, String name, Middleware middleware) {
        return publishing.use(name, middleware, Objects.requireNonNull(end, "end"));
    }

    @Override
    public MiddlewareRegistration useAsyncUntil(CompletionStage<?> end, String name, AsyncMiddleware middleware) {
        return publishing.use(name, middleware, Objects.requireNonNull(end, "end"));
    }

    @Override
    public List<String> middlewares() {
        return publishing.middlewares();
    }

    @Override
    public void onError(ErrorHandler handler) {
        failures.handler(handler);
    }

    @Override
    public List<String> filters() {
        return index.filterNames();
    }

    @Override
    public List<String> handlers() {
        return index.handlerNames();
    }

    // ---- sources

    @Override
    public SourceRegistration source(String name, EventSource source, RetryPolicy restart) {
        return sources.add(name, source, Objects.requireNonNull(restart, "restart"));
    }

    @Override
    public SourceRegistration source(String name, EventSource source) {
        return sources.add(name, source, null);
    }

    @Override
    public List<String> sources() {
        return sources.names();
    }

    // ---- boundaries

    @Override
    public Boundary boundary(String name, BoundaryConfig config) {
        if (config.to() == this || !(config.to() instanceof Domain other) || other.engine != engine) {
            throw new MisconfiguredReceiverException("ENX-0044 the boundary '" + name + "' of the domain '" + name()
                    + "' must lead into another domain of the same engine");
        }
        return boundaries.add(name, config, new DomainChannel(this, other), this.config.drainTimeout());
    }

    @Override
    public List<Boundary> boundaries() {
        return boundaries.all();
    }

    void addBoundary(Receiver boundary) {
        index.addBoundary(boundary);
    }

    /** Whether its loop runs or may run: it has been started and has not ended. */
    boolean isAtWork() {
        return state.get() != State.READY && !ended.isDone();
    }

    boolean isFull() {
        return mailbox.size() >= mailbox.capacity();
    }

    // ---- looking at it

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public DomainConfig config() {
        return config;
    }

    @Override
    public State state() {
        return state.get();
    }

    @Override
    public EventBus bus() {
        return bus;
    }

    @Override
    public Optional<EventLog> log() {
        return Optional.ofNullable(log);
    }

    @Override
    public DeadLetters deadLetters() {
        return letters;
    }

    @Override
    public Optional<Publication> find(String id, String source) {
        return log == null ? Optional.empty() : log.find(id, source).map(event -> (Publication) event);
    }

    @Override
    public Stats stats() {
        return new Stats(
                mailbox.size(),
                mailbox.sequence(),
                types.ended(Status.COMPLETED),
                types.ended(Status.FAILED),
                mailbox.dropped(),
                types.ended(Status.UNHANDLED),
                dispatcher.abandoned().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                admission.refused(),
                publishing.answers(),
                failures.retried(),
                letters.size(),
                slowReceivers.count(),
                index.subscribers());
    }

    @Override
    public List<LaneStats> lanes() {
        return lanes.stats();
    }

    @Override
    public Inspection inspect() {
        int calls = loop.drain().suspended() + (dispatcher.current() == null ? 0 : 1);
        return new Inspection(
                name(),
                state(),
                middlewares(),
                index.all().stream().map(Receiver::inspect).toList(),
                calls,
                sources(),
                lanes(),
                bus.streamStats());
    }

    // ---- ids

    @Override
    public long nextId() {
        return factory.nextId();
    }

    @Override
    public long randomId() {
        return factory.randomId();
    }

    // ---- lifecycle

    @Override
    public CompletionStage<Void> start() {
        State before = state.compareAndExchange(State.READY, State.STARTING);
        if (before == State.STOPPED) {
            throw new LoopStoppedException("ENX-0011 the domain '" + name() + "' is STOPPED and cannot be started");
        }
        if (before != State.READY) {
            throw new LoopAlreadyStartedException(
                    "ENX-0011 the domain '" + name() + "' is " + before + " and cannot be started");
        }
        engine.starting();
        alarms.start();
        loop.post(() -> {
            loop.drain().open();
            state.compareAndSet(State.STARTING, State.LOOPING);
            tell(() -> new Happening.DomainStarted(name()));
            sources.start();
            following.start();
        });
        return ended.minimalCompletionStage();
    }

    @Override
    public void run() throws InterruptedException {
        if (currentLoop() != null) {
            throw new InvalidLoopStateException("ENX-0040 the domain '" + name()
                    + "' cannot be run by a receiver, whose own domain would stand still");
        }
        start();
        try {
            ended.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Map<String, Long> stop(Duration deadline) {
        if (loop.isCurrentThread() || lanes.isCurrentThread()) {
            throw new InvalidLoopStateException(
                    "ENX-0012 the domain '" + name() + "' cannot be stopped by one of its own receivers");
        }
        Stopping stopping = beginStop(deadline);
        if (stopping == null) {
            return Map.of();
        }
        admission.close();
        new Shutdown(List.of(stopping)).run();
        following.finish();
        return endStop();
    }

    /**
     * Begins to close its sources, and refuses what comes from outside from now on. What other domains' loops publish is
     * admitted until the mailbox is closed, which it is at once if there is nobody to handle it.
     *
     * @return null if the domain has been stopped already
     */
    Stopping beginStop(Duration deadline) {
        State before = state.getAndSet(State.STOPPED);
        if (before == State.STOPPED) {
            return null;
        }
        tell(() -> new Happening.DomainStopping(name()));
        Closing closing = sources.close();
        appointments.close();
        publishing.close();
        this.deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(deadline);
        if (deadline.isZero() || deadline.isNegative()) {
            following.stopNow();
        }
        boolean started = before != State.READY;
        if (started) {
            admission.beginClose();
        } else {
            admission.close();
        }
        return new Stopping(this, mailbox, closing, started, deadline);
    }

    /** What was abandoned, by type. */
    Map<String, Long> endStop() {
        lanes.abandon(); // a dead letter may have come at the last moment
        letters.close();
        lanes.report();
        alarms.close();
        following.awaitEnd(deadline);
        boundaries.close();
        ended.complete(null);
        Map<String, Long> left = dispatcher.abandoned();
        tell(() -> new Happening.DomainStopped(name(), left));
        return left;
    }

    @Override
    public void close() {
        stop(config.drainTimeout());
    }

    @Override
    public String toString() {
        return "domain " + name();
    }
}
