package org.eventnexus;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A work queue's settings. Made by {@link #defaults} and changed by the {@code with} methods, each of which gives another
 * one, or throws an {@link IllegalArgumentException} that names the setting if the value is out of range. Immutable.
 *
 * <pre>{@code nexus.workQueue("resize", WorkQueueConfig.defaults().withOrder(QueueOrder.PRIORITY));}</pre>
 */
public final class WorkQueueConfig {
    /** The priority of an event that says nothing of its own. */
    public static final int DEFAULT_PRIORITY = 1000;

    private int capacity = 1024;
    private LaneFull whenFull = LaneFull.PAUSE;
    private QueueOrder order = QueueOrder.FIFO;
    private int defaultPriority = DEFAULT_PRIORITY;
    private Concurrency concurrency = new Concurrency(1, 8);
    private Duration monitorInterval = Duration.ofSeconds(1);
    private Duration window = Duration.ofSeconds(10);
    private double margin = 0.15;
    private Duration idle = Duration.ofSeconds(30);
    private Router router = Router.byAddress();
    // Null: no deadline, and what the domain says.
    private Duration deadline;
    private RetryPolicy retry;
    private Boolean deadLetter;

    private WorkQueueConfig() {}

    private WorkQueueConfig copy() {
        var copy = new WorkQueueConfig();
        copy.capacity = capacity;
        copy.whenFull = whenFull;
        copy.order = order;
        copy.defaultPriority = defaultPriority;
        copy.concurrency = concurrency;
        copy.monitorInterval = monitorInterval;
        copy.window = window;
        copy.margin = margin;
        copy.idle = idle;
        copy.router = router;
        copy.deadline = deadline;
        copy.retry = retry;
        copy.deadLetter = deadLetter;
        return copy;
    }

    /** The settings of a work queue of which nothing more is said. */
    public static WorkQueueConfig defaults() {
        return new WorkQueueConfig();
    }

    /** Events that may wait for each collector, those that wait for another attempt included, 1 to 524,288; default 1,024. */
    public int capacity() {
        return capacity;
    }

    public WorkQueueConfig withCapacity(int value) {
        WorkQueueConfig copy = copy();
        copy.capacity = Ranges.number("capacity", value, 1, DomainConfig.MAX_CAPACITY);
        return copy;
    }

    /**
     * What happens when more come for a collector; by default {@link LaneFull#PAUSE}: the domain waits until half of them are
     * left, and so do, when its own queue is full as well, publishers. With {@link LaneFull#FAIL} the event fails for that
     * collector, without a call.
     */
    public LaneFull whenFull() {
        return whenFull;
    }

    public WorkQueueConfig whenFull(LaneFull value) {
        WorkQueueConfig copy = copy();
        copy.whenFull = Objects.requireNonNull(value, "when-full");
        return copy;
    }

    /** In which order a collector begins with waiting events; default {@link QueueOrder#FIFO}. */
    public QueueOrder order() {
        return order;
    }

    public WorkQueueConfig withOrder(QueueOrder value) {
        WorkQueueConfig copy = copy();
        copy.order = Objects.requireNonNull(value, "order");
        return copy;
    }

    /** The priority of events that say nothing, where the order is {@link QueueOrder#PRIORITY}; default 1,000. */
    public int defaultPriority() {
        return defaultPriority;
    }

    public WorkQueueConfig withDefaultPriority(int value) {
        WorkQueueConfig copy = copy();
        copy.defaultPriority = value;
        return copy;
    }

    /** How many events a collector works on at once that says nothing of its own; default 1 to 8. */
    public Concurrency concurrency() {
        return concurrency;
    }

    public WorkQueueConfig withConcurrency(int min, int max) {
        return withConcurrency(new Concurrency(min, max));
    }

    public WorkQueueConfig withConcurrency(Concurrency value) {
        WorkQueueConfig copy = copy();
        copy.concurrency = Objects.requireNonNull(value, "concurrency");
        return copy;
    }

    /** How often concurrency is made to follow the load, more than zero and at most a day; default 1 s. */
    public Duration monitorInterval() {
        return monitorInterval;
    }

    public WorkQueueConfig withMonitorInterval(Duration value) {
        WorkQueueConfig copy = copy();
        copy.monitorInterval = Ranges.duration("monitor-interval", value);
        return copy;
    }

    /** The time that rates and means are of, more than zero and at most a day; default 10 s. */
    public Duration window() {
        return window;
    }

    public WorkQueueConfig withWindow(Duration value) {
        WorkQueueConfig copy = copy();
        copy.window = Ranges.duration("window", value);
        return copy;
    }

    /** How much more is permitted than arrival rate times mean service time, as a share of it, 0 to 10; default 0.15. */
    public double margin() {
        return margin;
    }

    public WorkQueueConfig withMargin(double value) {
        if (!(value >= 0 && value <= 10)) {
            throw new IllegalArgumentException("margin is " + value + ", not 0 to 10");
        }
        WorkQueueConfig copy = copy();
        copy.margin = value;
        return copy;
    }

    /** After how long without an event a collector is back at its least concurrency, at most a day; default 30 s. */
    public Duration idle() {
        return idle;
    }

    public WorkQueueConfig withIdle(Duration value) {
        WorkQueueConfig copy = copy();
        copy.idle = Ranges.duration("idle", value);
        return copy;
    }

    /** Which collectors get an event; default {@link Router#byAddress}. */
    public Router router() {
        return router;
    }

    public WorkQueueConfig withRouter(Router value) {
        WorkQueueConfig copy = copy();
        copy.router = Objects.requireNonNull(value, "router");
        return copy;
    }

    /** In what time each event has to be done, see {@link CollectorOptions#deadline}; empty, which is the default, for any. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    public WorkQueueConfig withDeadline(Duration value) {
        WorkQueueConfig copy = copy();
        copy.deadline = Ranges.duration("deadline", value);
        return copy;
    }

    /** How often a collector that fails is called; empty, which is the default, for as often as the domain says. */
    public Optional<RetryPolicy> retry() {
        return Optional.ofNullable(retry);
    }

    public WorkQueueConfig withRetry(RetryPolicy value) {
        WorkQueueConfig copy = copy();
        copy.retry = Objects.requireNonNull(value, "retry");
        return copy;
    }

    /** Whether what fails for good goes to the dead letters; empty, which is the default, for what the domain says. */
    public Optional<Boolean> deadLetter() {
        return Optional.ofNullable(deadLetter);
    }

    public WorkQueueConfig withDeadLetter(boolean value) {
        WorkQueueConfig copy = copy();
        copy.deadLetter = value;
        return copy;
    }
}
