package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.eventnexus.DomainConfig;
import org.eventnexus.Domains;
import org.eventnexus.ErrorHandler;
import org.eventnexus.Happening;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Nexus;
import org.eventnexus.source.SourceRegistry;

/**
 * Makes domains that share an executor and know of each other, so that one's receivers can publish into another without
 * deadlock (R5). Plain Java: in a server the CDI extension has one for each application.
 *
 * <p>Until a domain is started neither executor nor scheduler is used. Thread-safe.
 */
public final class DomainEngine implements Domains, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final int EPOCH_RANDOM_BITS = 20;

    private final Executor executor;
    /** Null if there is none but the other one. */
    private final Executor blockingExecutor;

    private final Scheduler scheduler;
    private final EngineClock clock;
    private final ErrorHandler errorHandler;
    private final DoubleSupplier random;
    private final TransactionHook transactions;
    private final CallGuard callGuard;
    /** Greater at each start, and different on each node: milliseconds since 1970, then random bits. */
    private final long epoch;

    private final Map<String, Domain> domains = Collections.synchronizedMap(new LinkedHashMap<>());
    private final SlowWatch watch;
    private final ThreadLocal<Loop> current = new ThreadLocal<>();
    private final ThreadLocal<Workplace> currentWorkplace = new ThreadLocal<>();
    private final SourceRegistry sources;
    private final Happenings happenings = new Happenings();
    private final Traces traces = new Traces();
    private final Object closing = new Object();

    private DomainEngine(Builder builder) {
        this.executor = Objects.requireNonNull(builder.executor, "executor");
        this.blockingExecutor = builder.blockingExecutor;
        this.scheduler = Objects.requireNonNull(builder.scheduler, "scheduler");
        this.clock = builder.clock != null ? builder.clock : new CoarseClock(scheduler);
        this.errorHandler = builder.errorHandler;
        this.random = builder.random;
        this.transactions = builder.transactions;
        this.callGuard = builder.callGuard;
        this.watch = new SlowWatch(scheduler, this::domains);
        this.sources = new SourceRegistry(new SourceSurroundings(
                executor, blockingExecutor != null ? blockingExecutor : executor, scheduler, clock, current));
        this.epoch = clock.currentTimeMillis() << EPOCH_RANDOM_BITS
                | ThreadLocalRandom.current().nextInt(1 << EPOCH_RANDOM_BITS);
    }

    /** A builder of engines. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a domain, which takes events from now on, and handles them when it is started.
     *
     * @throws IllegalStateException if there is one of this name
     */
    public Nexus create(DomainConfig config) {
        var domain = new Domain(config, this);
        if (domains.putIfAbsent(config.name(), domain) != null) {
            throw new IllegalStateException("ENX-0013 there is a domain '" + config.name() + "' already");
        }
        if (config.name().equals(Happening.DOMAIN)) {
            happenings.publishInto(domain);
        }
        return domain;
    }

    private List<Domain> domains() {
        synchronized (domains) {
            return List.copyOf(domains.values());
        }
    }

    /** What its domains tell the time by. */
    public EngineClock clock() {
        return clock;
    }

    /** Starts all domains that have not been started. */
    public void start() {
        for (Nexus domain : all()) {
            if (domain.state() == Nexus.State.READY) {
                domain.start();
            }
        }
    }

    @Override
    public Optional<Nexus> find(String name) {
        return Optional.ofNullable(domains.get(name));
    }

    @Override
    public Collection<Nexus> all() {
        return List.copyOf(domains());
    }

    /**
     * Stops all domains together, and logs what was left: from now on they refuse what comes from outside, while what their
     * receivers publish into each other is admitted and handled, until all of them are empty at the same moment. A domain
     * that is not by its own drain timeout refuses that as well from then on, and abandons what it has.
     *
     * <p>A domain for {@link Happening}s is stopped after all others, so that it can tell of their end.
     *
     * <p>A receiver that does not return keeps no other domain from draining. If the executor does not run the loops any
     * more, as such receivers hold all its threads, say, the threads for blocking sources do, or this thread if there are
     * none: then it is held by a receiver that does not return as well. A second call returns when the first one has
     * stopped them.
     *
     * @throws InvalidLoopStateException if called by a receiver of one of the domains
     */
    @Override
    public void close() {
        if (isInReceiver()) {
            throw new InvalidLoopStateException(
                    "ENX-0012 the engine cannot be closed by a receiver of one of its domains");
        }
        synchronized (closing) {
            stop(domains().stream().filter(happenings::areWantedOf).toList());
            stop(domains()); // who is told of the end of the others
            watch.stop();
            if (clock instanceof CoarseClock coarse) {
                coarse.stop();
            }
        }
    }

    private static void stop(List<Domain> together) {
        List<Stopping> stopping = together.stream()
                .map(domain -> domain.lifecycle().beginStop(domain.config().drainTimeout()))
                .filter(Objects::nonNull)
                .toList();
        new Shutdown(stopping).run();
        stopping.forEach(each -> each.domain().following().finish());
        stopping.forEach(each -> report(each.domain(), each.domain().lifecycle().endStop()));
    }

    private static void report(Domain domain, Map<String, Long> left) {
        if (!left.isEmpty()) {
            LOG.log(Level.WARNING, "ENX-0014 the domain ''{0}'' stopped with events left: {1}", domain.name(), left);
        }
    }

    // ---- for the domains

    Executor executor() {
        return executor;
    }

    /** Threads that may be held; null if there are none but the loops' own. */
    Executor blockingExecutor() {
        return blockingExecutor;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    SourceRegistry sources() {
        return sources;
    }

    ErrorHandler errorHandler() {
        return errorHandler;
    }

    Happenings happenings() {
        return happenings;
    }

    Traces traces() {
        return traces;
    }

    SlowWatch watch() {
        return watch;
    }

    DoubleSupplier random() {
        return random;
    }

    TransactionHook transactions() {
        return transactions;
    }

    CallGuard callGuard() {
        return callGuard;
    }

    long epoch() {
        return epoch;
    }

    /** A domain is being started: threads may be used. */
    void starting() {
        if (clock instanceof CoarseClock coarse) {
            coarse.start();
        }
    }

    /** The loop that the calling thread is in; null if none. */
    Loop currentLoop() {
        return current.get();
    }

    /** The calling thread enters a loop, perhaps from within another one, which is returned. */
    Loop enter(Loop loop) {
        Loop outer = current.get();
        current.set(loop);
        return outer;
    }

    void leave(Loop outer) {
        if (outer == null) {
            current.remove();
        } else {
            current.set(outer);
        }
    }

    /** Where the calling thread works beside the loops; null if nowhere. */
    Workplace currentWorkplace() {
        return currentWorkplace.get();
    }

    /** Whether the calling thread is in a receiver of one of the domains. */
    boolean isInReceiver() {
        return currentLoop() != null || currentWorkplace() != null;
    }

    /** The calling thread enters a workplace, perhaps from within another one, which is returned. */
    Workplace enterWorkplace(Workplace place) {
        Workplace outer = currentWorkplace.get();
        currentWorkplace.set(place);
        return outer;
    }

    void leaveWorkplace(Workplace outer) {
        if (outer == null) {
            currentWorkplace.remove();
        } else {
            currentWorkplace.set(outer);
        }
    }

    /** Whether the calling thread works for a domain beside its loop. */
    boolean isAtWorkFor(Domain domain) {
        Workplace place = currentWorkplace();
        return place != null && place.domain() == domain;
    }

    /** What an engine needs. Not thread-safe. */
    public static final class Builder {
        private Executor executor;
        private Executor blockingExecutor;
        private Scheduler scheduler;
        private EngineClock clock;
        private ErrorHandler errorHandler = new FailureLog();
        private TransactionHook transactions = TransactionHook.NONE;
        private CallGuard callGuard = CallGuard.NONE;
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

        private Builder() {}

        /** What runs the loops; it may reject, and may run a task on the calling thread. */
        public Builder executor(Executor value) {
            this.executor = value;
            return this;
        }

        /**
         * What runs sources that may hold a thread, see {@link org.eventnexus.PullSource}, their close at a stop, subscribers
         * with lanes, see {@link org.eventnexus.SubscriptionOptions#async}, workers of work queues, and loops when the engine is
         * closed while receivers hold all threads of the other one; by default the same that runs the loops, which then must
         * have a thread more for each of them.
         */
        public Builder blockingExecutor(Executor value) {
            this.blockingExecutor = value;
            return this;
        }

        /** What runs the engine's timeouts. */
        public Builder scheduler(Scheduler value) {
            this.scheduler = value;
            return this;
        }

        /** By default the system's clocks, the time of day read once a millisecond while in use. */
        public Builder clock(EngineClock value) {
            this.clock = value;
            return this;
        }

        /** By default failures are logged: a line each, with the stack trace for the first of its kind. */
        public Builder errorHandler(ErrorHandler value) {
            this.errorHandler = Objects.requireNonNull(value, "errorHandler");
            return this;
        }

        /** The publishers' transactions; by default there are none, and events that are to wait for one are published at once. */
        public Builder transactions(TransactionHook value) {
            this.transactions = Objects.requireNonNull(value, "transactions");
            return this;
        }

        /** What keeps middlewares from leaving anything on the engine's threads; by default nothing does. */
        public Builder callGuard(CallGuard value) {
            this.callGuard = Objects.requireNonNull(value, "callGuard");
            return this;
        }

        /** What shortens the delays between attempts: from 0, not at all, to 1, by a tenth; by default at random. */
        public Builder random(DoubleSupplier value) {
            this.random = Objects.requireNonNull(value, "random");
            return this;
        }

        /** @throws NullPointerException if executor or scheduler is missing */
        public DomainEngine build() {
            return new DomainEngine(this);
        }
    }
}
