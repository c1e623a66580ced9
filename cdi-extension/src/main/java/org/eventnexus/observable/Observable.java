package org.eventnexus.observable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Values that observers are told of. After {@code asyncutils.channels.Observable}, whose coroutines are stages here.
 *
 * <p><b>Order.</b> One notification at a time, in the order in which they came. A notification tells all who are subscribed
 * when it begins, in the order of subscription, and is over when the stages of all have completed: observers run
 * concurrently as far as they return stages. Whoever comes or goes meanwhile is in the next one, or not.
 *
 * <p><b>Threads.</b> Thread-safe; it has no threads. Observers, and what depends on stages, run on the thread that notifies,
 * or that has completed the last stage of the notification before; {@link #subscribeSync} takes one from an executor.
 *
 * <p><b>Errors.</b> An observer's error keeps no other from being told; see {@link Notification} for where it goes. <b>Bounds</b>
 * are in the {@link ObservableConfig}; what exceeds one gets a stage that has failed with a
 * {@link java.util.concurrent.RejectedExecutionException}. What takes a {@link Duration} needs the config's scheduler and
 * throws an {@link IllegalStateException} without; negative ones are an {@link IllegalArgumentException}. <b>Nulls.</b> A
 * value may be null, but not towards {@code Flow}; other arguments not.
 *
 * <p>A stage is cancelled by {@code stage.toCompletableFuture().cancel(…)}: then nothing of it is left.
 *
 * @param <T> the values' type
 */
public final class Observable<T> implements AutoCloseable {
    private final ObservableConfig config;
    private final Notifier<T> notifier;
    private volatile Runnable onClose = () -> {};

    /** One with the defaults. */
    public Observable() {
        this(ObservableConfig.defaults());
    }

    public Observable(ObservableConfig config) {
        this(config, List.of());
    }

    /** @param observers subscribed from the start */
    public Observable(ObservableConfig config, Iterable<? extends Observer<? super T>> observers) {
        this.config = config;
        this.notifier = new Notifier<>(config);
        observers.forEach(this::subscribeNow);
    }

    ObservableConfig config() {
        return config;
    }

    // Notifying.

    /**
     * Tells all observers of a value, at once or, if another notification is going on, after those that came before.
     * Without accumulation it is dropped then; with a full queue it waits for a place, never the calling thread. (The
     * reference tells its first caller of the end when the whole queue is done and the others at once; here each is told of
     * its own.)
     */
    public Notification notify(T value) {
        return notifier.notify(value);
    }

    /** The same as {@link #notifySequential(Object, boolean, boolean)}, ended by the first error, which is told. */
    public Turns<T> notifySequential(T value) {
        return notifySequential(value, false, false);
    }

    /**
     * Tells observers of a value in turns, as the caller asks for them; nobody is told by this call. It is apart from
     * {@link #notify(Object)}: it neither waits for others nor keeps others waiting, and leaves the observable idle.
     *
     * @param silent errors are not told: neither to the caller nor, if persistent, to the log
     * @param persistent an error does not end it
     */
    public Turns<T> notifySequential(T value, boolean silent, boolean persistent) {
        return new Turns<>(notifier.observers(), value, silent, persistent);
    }

    // Subscribing.

    /**
     * Waits until it is idle, with no iteration open, and adds an observer before the next notification.
     *
     * @return completes with the subscription
     */
    public CompletionStage<Observation> subscribe(Observer<? super T> observer) {
        return notifier.addWhenIdle(Objects.requireNonNull(observer, "observer"));
    }

    /**
     * Adds an observer now: {@code subscribe_nowait}.
     *
     * @throws IllegalStateException while {@link #observers() an iteration} is open
     */
    public Observation subscribeNow(Observer<? super T> observer) {
        notifier.add(Objects.requireNonNull(observer, "observer"));
        return new Registration<>(notifier, observer);
    }

    /**
     * Adds an observer that may block, now: it runs on an executor, and the notification waits for it:
     * {@code subscribe_syncf}. An executor that rejects is the observer's error.
     *
     * @throws IllegalStateException while {@link #observers() an iteration} is open
     */
    public Observation subscribeSync(Consumer<? super T> observer, Executor executor) {
        Objects.requireNonNull(observer, "observer");
        Objects.requireNonNull(executor, "executor");
        return subscribeNow(value -> {
            var done = new CompletableFuture<Void>();
            executor.execute(() -> {
                try {
                    observer.accept(value);
                    done.complete(null);
                } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                }
            });
            return done;
        });
    }

    /** The same as {@link #ntimes(Observer, int)}, once. */
    public Observation ntimes(Observer<? super T> observer) {
        return ntimes(observer, 1);
    }

    /**
     * Adds an observer now, for so many notifications: it is removed when told the last time, and never told more often.
     * One that fails counts.
     *
     * @throws IllegalArgumentException if the number is less than one
     * @throws IllegalStateException while {@link #observers() an iteration} is open
     */
    public Observation ntimes(Observer<? super T> observer, int times) {
        if (times < 1) {
            throw new IllegalArgumentException(times + " times, must be at least 1");
        }
        return subscribeNow(new Counted<>(notifier, Objects.requireNonNull(observer, "observer"), times));
    }

    /** The same as {@link #unsubscribe(Observer, boolean)}, not strict. */
    public CompletionStage<Void> unsubscribe(Observer<? super T> observer) {
        return unsubscribe(observer, false);
    }

    /**
     * Waits until it is idle, with no iteration open, and removes an observer before the next notification.
     *
     * @param strict whether it is an error if it is not subscribed then
     * @return completes when it is removed; fails with a {@link java.util.NoSuchElementException} if strict and not there
     */
    public CompletionStage<Void> unsubscribe(Observer<? super T> observer, boolean strict) {
        return notifier.removeWhenIdle(Objects.requireNonNull(observer, "observer"), strict);
    }

    /** The same as {@link #unsubscribeNow(Observer, boolean)}, not strict. */
    public boolean unsubscribeNow(Observer<? super T> observer) {
        return unsubscribeNow(observer, false);
    }

    /**
     * Removes an observer now, also during a notification, which may still tell it: {@code unsubscribe_nowait}.
     *
     * @return whether it was subscribed
     * @throws java.util.NoSuchElementException if strict, and it was not
     * @throws IllegalStateException while {@link #observers() an iteration} is open
     */
    public boolean unsubscribeNow(Observer<? super T> observer, boolean strict) {
        return notifier.remove(Objects.requireNonNull(observer, "observer"), strict);
    }

    /**
     * Marks an observer to be removed when the notification that is going on, or the next one, is over with all that is
     * queued behind it. It is told of those. If it is subscribed again before, it stays.
     *
     * @param asap whether it is removed now if no notification is going on
     */
    public void unsubscribeEventually(Observer<? super T> observer, boolean asap) {
        notifier.removeEventually(Objects.requireNonNull(observer, "observer"), asap);
    }

    /**
     * Removes now all who are {@link #unsubscribeEventually marked}: {@code handle_unsubscriptions}.
     *
     * @throws IllegalStateException while {@link #observers() an iteration} is open
     */
    public void handleUnsubscriptions() {
        notifier.removeMarked();
    }

    /**
     * Opens an iteration over the observers. Until it is closed nobody is subscribed or unsubscribed: what would at once
     * throws an {@link IllegalStateException}, what waits for idleness waits for this as well, and what goes by itself goes
     * afterwards. Notifications go on. Use it with {@code try}.
     */
    public Observers<T> observers() {
        return new Observers<>(notifier);
    }

    // Waiting.

    /** Whether no notification is going on. */
    public boolean isIdle() {
        return notifier.isIdle();
    }

    /** The opposite of {@link #isIdle()}. */
    public boolean isNotifying() {
        return !isIdle();
    }

    /** Completes when it is idle, that is when all notifications, also those in the queue, are over. */
    public CompletionStage<Void> whenIdle() {
        return notifier.whenIdle();
    }

    /** The same; fails with a {@link java.util.concurrent.TimeoutException} if it takes longer. */
    public CompletionStage<Void> whenIdle(Duration timeout) {
        long nanos = requireTime(timeout);
        WhenIdle<Void> idle = notifier.whenIdle();
        WhenIdle.limit(idle, config, nanos);
        return idle;
    }

    /** Completes with the value of the next notification that begins; see {@link #next(Duration, boolean)}. */
    public CompletionStage<T> next() {
        return await(false);
    }

    /** The same as {@link #next(Duration, boolean)}, not strict. */
    public CompletionStage<T> next(Duration timeout) {
        return next(timeout, false);
    }

    /**
     * Waits for the next notification by an observer for that purpose: {@code wait_for_next}.
     *
     * @param strict what it is called if somebody else removes that observer, who found it in an {@link #observers()
     *     iteration}: an {@link IllegalStateException}, otherwise a {@link java.util.concurrent.CancellationException}
     * @return completes with the value; fails with a {@link java.util.concurrent.TimeoutException} when the time is up, a
     *     {@link java.util.concurrent.CancellationException} when the observable is closed, and an
     *     {@link IllegalStateException} while an iteration is open
     */
    public CompletionStage<T> next(Duration timeout, boolean strict) {
        long nanos = requireTime(timeout);
        NextValue<T> next = await(strict);
        WhenIdle.limit(next, config, nanos);
        return next;
    }

    private NextValue<T> await(boolean strict) {
        var next = new NextValue<>(notifier, strict);
        notifier.wait(next);
        return next;
    }

    private long requireTime(Duration time) {
        config.requireScheduler();
        return ObservableConfig.nanos(time);
    }

    // Accumulation.

    /**
     * From now on notifications that come during another one are queued.
     *
     * @return false if they are already
     */
    public boolean startAccumulation() {
        return notifier.startAccumulation();
    }

    /**
     * Begins to queue notifications anew, with an empty queue.
     *
     * @param flush whether what is queued is delivered before; otherwise it is {@link Notification#isDropped() dropped}
     * @return completes when what was queued is over; errors are told to those who notified
     */
    public CompletionStage<Void> restartAccumulation(boolean flush) {
        Notification last = notifier.restartAccumulation(flush);
        return last == null
                ? CompletableFuture.completedFuture(null)
                : last.errors().thenAccept(all -> {});
    }

    /**
     * Takes no more notifications. What is queued is still delivered; then waits for a next value are cancelled, subscribers
     * are told that it is complete, and what operators have derived from it is closed. A derived one leaves its source, and
     * forgets values that it keeps back. Again it does no harm.
     */
    @Override
    public void close() {
        onClose.run();
        notifier.close();
    }

    synchronized void onClose(Runnable more) {
        Runnable before = onClose;
        onClose = () -> {
            before.run();
            more.run();
        };
    }

    void leave(Observer<? super T> observer) {
        notifier.leave(observer);
    }

    // Operators: what they give is an observable of its own, with the same settings, that is subscribed here until
    // closed.

    /** The same as {@link #filter(Predicate, Errors)}, with errors thrown. */
    public Observable<T> filter(Predicate<? super T> predicate) {
        return filter(predicate, Errors.THROWN);
    }

    /** Passes on the values that a predicate is true for. What it throws is this observable's observer's error. */
    public Observable<T> filter(Predicate<? super T> predicate, Errors errors) {
        Objects.requireNonNull(predicate, "predicate");
        return Operators.derive(this, 1, target -> Operators.filter(target, predicate, errors));
    }

    /** The same as {@link #map(Function, Errors)}, with errors thrown. */
    public <R> Observable<R> map(Function<? super T, ? extends R> transform) {
        return map(transform, Errors.THROWN);
    }

    /** Passes on what a function makes of a value. What it throws is this observable's observer's error. */
    public <R> Observable<R> map(Function<? super T, ? extends R> transform, Errors errors) {
        Objects.requireNonNull(transform, "transform");
        return Operators.derive(this, 1, target -> Operators.map(target, transform, errors));
    }

    /** The same as {@link #debounce(Duration, Errors)}, with errors thrown. */
    public Observable<T> debounce(Duration delay) {
        return debounce(delay, Errors.THROWN);
    }

    /**
     * Passes on the latest value, on the scheduler's thread, when none has come for a delay; one that comes at the very
     * end of it, before the timer runs, begins another. Notifications do not wait for that, so that errors thrown are logged.
     */
    public Observable<T> debounce(Duration delay, Errors errors) {
        long nanos = requireTime(delay);
        return Operators.derive(this, 1, target -> {
            var debounce = new Debounce<>(target, nanos, errors);
            target.onClose(debounce::close);
            return debounce;
        });
    }

    /** The same as {@link #throttle(Duration, Errors)}, with errors thrown. */
    public Observable<T> throttle(Duration interval) {
        return throttle(interval, Errors.THROWN);
    }

    /**
     * Passes on the first value, and the first one of each time that at least an interval has passed since the last that
     * was passed on; the others are left out. It needs the clock, and no scheduler.
     */
    public Observable<T> throttle(Duration interval, Errors errors) {
        long nanos = ObservableConfig.nanos(interval);
        return Operators.derive(this, 1, target -> Operators.throttle(target, nanos, errors));
    }

    /** The same as {@link #buffer(int, Errors)}, with errors thrown. */
    public Observable<T> buffer(int count) {
        return buffer(count, Errors.THROWN);
    }

    /**
     * Keeps values back until there are so many, and then notifies of each of them at once, so that they follow each other
     * without a pause. The notification that completes the number waits for all of them.
     *
     * @throws IllegalArgumentException if the number is less than one
     */
    public Observable<T> buffer(int count, Errors errors) {
        if (count < 1) {
            throw new IllegalArgumentException("a buffer of " + count + ", must be at least 1");
        }
        return Operators.derive(this, count, target -> Operators.buffer(target, count, errors));
    }

    /** The same as {@link #atChange(Function, Errors)}, of the values themselves, with errors thrown. */
    public Observable<T> atChange() {
        return atChange(value -> value);
    }

    /** The same as {@link #atChange(Function, Errors)}, with errors thrown. */
    public Observable<T> atChange(Function<? super T, ?> key) {
        return atChange(key, Errors.THROWN);
    }

    /** Passes on the first value, and each whose key is not equal to that of the one before. */
    public Observable<T> atChange(Function<? super T, ?> key, Errors errors) {
        Objects.requireNonNull(key, "key");
        return Operators.derive(this, 1, target -> Operators.atChange(target, key, errors));
    }

    /** The same as {@link #fork(Errors)}, with errors thrown. */
    public Observable<T> fork() {
        return fork(Errors.THROWN);
    }

    /** Passes on everything, to observers, a queue and bounds of its own. */
    public Observable<T> fork(Errors errors) {
        return filter(value -> true, errors);
    }

    /** The same as {@link #merge(List, Errors)}, with errors thrown. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    public static <T> Observable<T> merge(Observable<? extends T>... sources) {
        return merge(List.of(sources), Errors.THROWN);
    }

    /**
     * Passes on what each of several observables notifies of, one value at a time, with the settings of the first. It is
     * closed when all of them are.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static <T> Observable<T> merge(List<? extends Observable<? extends T>> sources, Errors errors) {
        return Operators.merge(sources, errors);
    }

    // Flow, both ways.

    /**
     * The values as a publisher: each subscriber is told of those that begin after it has subscribed, as it demands, and of
     * the end when this is closed.
     *
     * <p>A notification waits for a subscriber that has not demanded its value yet, so that none is lost; what comes
     * meanwhile is queued up to the capacity. Signals are given on the thread that notifies or demands, never two at once.
     */
    public Flow.Publisher<T> toPublisher() {
        return subscriber -> new FlowObserver<>(notifier, Objects.requireNonNull(subscriber, "subscriber")).begin();
    }

    /** The same as {@link #notifyFrom(Flow.Publisher, Errors)}, ended by the first error of an observer. */
    public CompletionStage<Void> notifyFrom(Flow.Publisher<? extends T> publisher) {
        return notifyFrom(publisher, Errors.THROWN);
    }

    /**
     * Notifies of what a publisher emits, from now on, and asks it for the next item when the notification of the one before
     * is over. Whoever subscribes observers before misses nothing.
     *
     * @param errors whether an observer's error ends it, or the next item is asked for all the same
     * @return completes with the publisher, fails with its error or an observer's; cancelled, it cancels the subscription
     */
    public CompletionStage<Void> notifyFrom(Flow.Publisher<? extends T> publisher, Errors errors) {
        return feed(publisher, errors);
    }

    private <S extends T> CompletionStage<Void> feed(Flow.Publisher<S> publisher, Errors errors) {
        var feed = new FlowFeed<S>(this, errors);
        publisher.subscribe(feed);
        return feed.end();
    }
}
