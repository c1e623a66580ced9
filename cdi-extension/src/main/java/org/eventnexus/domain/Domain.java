package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
import org.eventnexus.LaneStats;
import org.eventnexus.Middleware;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceRegistration;
import org.eventnexus.Subscription;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.bus.SelectorIndex;
import org.eventnexus.log.MemoryLog;
import org.eventnexus.source.DomainSources;
import org.eventnexus.stream.Following;

/** A domain: its parts, and how they work together. */
final class Domain implements Nexus {
    private final DomainConfig config;
    private final DomainEngine engine;
    private final String source;
    private final MemoryLog log;
    private final Mailbox mailbox;
    private final Entrance entrance;
    private final Admission admission;
    private final Publishing publishing;
    private final Alarms alarms;
    private final Appointments appointments;
    private final LetterBox letters;
    private final Failures failures;
    private final TypeCounts types = new TypeCounts();
    private final Lanes lanes;
    private final Receivers receivers;
    private final DomainWork work;
    private final Dispatcher dispatcher;
    private final SlowReceivers slowReceivers;
    private final Loop loop;
    private final DomainBus bus;
    private final DomainSources sources;
    private final Following following;
    private final Lifecycle lifecycle;
    private final Figures figures;
    private final EventFactory factory;

    Domain(DomainConfig config, DomainEngine engine) {
        this.config = config;
        this.engine = engine;
        this.source = "/eventnexus/" + config.name();
        this.log = config.retention() == 0
                ? null
                : new MemoryLog(engine.epoch(), config.retention(), config.retentionBytes());
        this.mailbox = Mailbox.of(config, log, this::dropped);
        if (log != null) {
            log.numberedBy(mailbox::sequence, mailbox::settled);
        }
        var index = new SelectorIndex(config.multiple());
        this.entrance = new Entrance(this, mailbox, log);
        this.admission = new Admission(this, mailbox);
        this.publishing = new Publishing(this, mailbox);
        this.alarms = new Alarms(engine.scheduler(), engine.clock());
        this.appointments = new Appointments(this);
        this.letters = new LetterBox(this);
        this.failures = new Failures(this, letters, engine.errorHandler(), engine.random());
        this.lanes = new Lanes(this, engine, failures);
        this.receivers = new Receivers(this, index, new Subscriptions(this, index, lanes));
        this.work = new DomainWork(this, engine);
        this.dispatcher = new Dispatcher(this, index, types, failures);
        this.slowReceivers = new SlowReceivers(this);
        this.loop = new Loop(this, mailbox, dispatcher, engine);
        this.bus = new DomainBus(this);
        this.factory = EventFactory.startingAt(engine.epoch());
        this.sources = new DomainSources(new DomainInlet(this), engine.sources());
        this.following = new Following(new FollowedDomain(this, mailbox, engine));
        this.lifecycle = new Lifecycle(this, engine, mailbox, sources);
        this.figures = new Figures(this, mailbox);
    }

    // ---- for the other parts of the domain

    long epoch() {
        return engine.epoch();
    }

    String source() {
        return source;
    }

    /** What the calling thread is handling, if that is traced. */
    Traces traces() {
        return engine.traces();
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

    CallGuard callGuard() {
        return engine.callGuard();
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
        return lifecycle.isAtWork() && !loop.isIdle();
    }

    /** An event has lost its place in the mailbox to another one: ends it, on the other one's publisher's thread. */
    private void dropped(Delivery<?> delivery) {
        loop.wake(); // first: who is told of the end may wait for the other one
        types.of(delivery.type).dropped();
        admission.foundFull();
        delivery.end(Status.DROPPED);
    }

    Receivers receivers() {
        return receivers;
    }

    Subscriptions subscriptions() {
        return receivers.subscriptions();
    }

    SelectorIndex index() {
        return receivers.index();
    }

    /** Those of its subscribers that have one. */
    Lanes ownLanes() {
        return lanes;
    }

    /** Its work queues. */
    DomainWork work() {
        return work;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    boolean isOfSameEngine(Domain other) {
        return engine == other.engine;
    }

    /** Whether the calling thread is in a receiver, of whatever domain. */
    boolean isCalledByReceiver() {
        return engine.isInReceiver();
    }

    // ---- receivers

    @Override
    public <T> Subscription handle(EventSelector selector, String name, Handler<T> handler, ReceiverOptions options) {
        return receivers.handle(selector, name, handler, options);
    }

    @Override
    public <T> Subscription filter(String name, Filter<T> filter, ReceiverOptions options) {
        return receivers.filter(name, filter, options);
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
        return receivers.index().filterNames();
    }

    @Override
    public List<String> handlers() {
        return receivers.index().handlerNames();
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
        return receivers.boundary(name, config);
    }

    @Override
    public List<Boundary> boundaries() {
        return receivers.boundaries();
    }

    // ---- work queues

    @Override
    public WorkQueue workQueue(String name, WorkQueueConfig config) {
        return work.add(name, config);
    }

    @Override
    public List<WorkQueue> workQueues() {
        return work.all();
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
        return lifecycle.state();
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
        return figures.stats();
    }

    @Override
    public List<LaneStats> lanes() {
        return lanes.stats();
    }

    @Override
    public List<LaneStats> laneTotals() {
        return lanes.totals();
    }

    @Override
    public Inspection inspect() {
        return figures.inspect();
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
        return lifecycle.start();
    }

    @Override
    public void run() throws InterruptedException {
        lifecycle.run();
    }

    @Override
    public Map<String, Long> stop(Duration deadline) {
        return lifecycle.stop(deadline);
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
