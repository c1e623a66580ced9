package org.eventnexus.observable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What operators do with a value: pass it on, now or later, or not. */
final class Operators {
    private Operators() {}

    /** An observable that gets what a step passes on from another. */
    static <T, R> Observable<R> derive(Observable<T> source, int atOnce, Function<Observable<R>, Observer<T>> step) {
        var target = new Observable<R>(source.config().forDerived(atOnce));
        link(source, target, step.apply(target), target::close);
        return target;
    }

    private static <T> void link(Observable<T> source, Observable<?> target, Observer<T> step, Runnable end) {
        var link = new Link<T>(step, end);
        target.onClose(() -> source.leave(link));
        source.subscribeNow(link);
    }

    static <T> Observable<T> merge(List<? extends Observable<? extends T>> sources, Errors errors) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to merge");
        }
        var target = new Observable<T>(sources.get(0).config().forDerived(1));
        var left = new AtomicInteger(sources.size());
        for (Observable<? extends T> source : sources) {
            join(source, target, errors, left);
        }
        return target;
    }

    private static <S extends T, T> void join(
            Observable<S> source, Observable<T> target, Errors errors, AtomicInteger left) {
        link(source, target, value -> errors.of(target.notify(value)), () -> {
            if (left.decrementAndGet() == 0) {
                target.close();
            }
        });
    }

    static <T> Observer<T> filter(Observable<T> target, Predicate<? super T> predicate, Errors errors) {
        return value -> predicate.test(value) ? errors.of(target.notify(value)) : null;
    }

    static <T, R> Observer<T> map(Observable<R> target, Function<? super T, ? extends R> transform, Errors errors) {
        return value -> errors.of(target.notify(transform.apply(value)));
    }

    static <T> Observer<T> throttle(Observable<T> target, long interval, Errors errors) {
        var gate = new Gate(target.config().nanoTime(), interval);
        return value -> gate.opens() ? errors.of(target.notify(value)) : null;
    }

    static <T> Observer<T> atChange(Observable<T> target, Function<? super T, ?> key, Errors errors) {
        var last = new Last();
        return value -> last.changesTo(key.apply(value)) ? errors.of(target.notify(value)) : null;
    }

    static <T> Observer<T> buffer(Observable<T> target, int count, Errors errors) {
        var buffer = new Buffer<T>(count);
        return value -> {
            List<T> full = buffer.add(value);
            return full == null ? null : all(target, full, errors);
        };
    }

    /** Notifies of all at once, and waits for all. */
    private static <T> CompletionStage<?> all(Observable<T> target, List<T> values, Errors errors) {
        CompletableFuture<?>[] stages = values.stream()
                .map(value -> errors.of(target.notify(value)).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(stages);
    }

    /** Opens at most once in an interval. */
    private static final class Gate {
        private final LongSupplier nanoTime;
        private final long interval;
        // Guarded by this.
        private boolean opened;
        private long last;

        private Gate(LongSupplier nanoTime, long interval) {
            this.nanoTime = nanoTime;
            this.interval = interval;
        }

        private synchronized boolean opens() {
            long now = nanoTime.getAsLong();
            if (opened && now - last < interval) {
                return false;
            }
            opened = true;
            last = now;
            return true;
        }
    }

    private static final class Last {
        // Guarded by this.
        private boolean known;
        private Object key;

        private synchronized boolean changesTo(Object next) {
            if (known && Objects.equals(key, next)) {
                return false;
            }
            known = true;
            key = next;
            return true;
        }
    }

    private static final class Buffer<T> {
        private final int count;
        /** Guarded by this. */
        private List<T> values = new ArrayList<>();

        private Buffer(int count) {
            this.count = count;
        }

        /** All of them if that fills it. */
        private synchronized List<T> add(T value) {
            values.add(value);
            if (values.size() < count) {
                return null;
            }
            List<T> full = values;
            values = new ArrayList<>();
            return full;
        }
    }
}
