package org.eventnexus.observable;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps the latest value until it is quiet. There is one timer at a time, however fast values come: when it fires too early
 * for the latest of them, it is set again for the rest.
 */
final class Debounce<T> implements Observer<T> {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final Observable<T> target;
    private final ObservableConfig config;
    private final long delay;
    private final Errors errors;

    // Guarded by this.
    private T latest;
    private long due;
    private Future<?> timer;
    private boolean closed;

    Debounce(Observable<T> target, long delay, Errors errors) {
        this.target = target;
        this.config = target.config();
        this.delay = delay;
        this.errors = errors;
    }

    @Override
    public synchronized CompletionStage<?> observe(T value) {
        if (closed) {
            return null;
        }
        latest = value;
        due = config.nanoTime().getAsLong() + delay;
        if (timer == null) {
            timer = config.schedule(this::fire, delay);
        }
        return null;
    }

    private void fire() {
        T value;
        synchronized (this) {
            long early = due - config.nanoTime().getAsLong();
            if (closed || timer == null) {
                return;
            }
            if (early > 0) {
                setAgain(early);
                return;
            }
            timer = null;
            value = latest;
            latest = null;
        }
        errors.of(target.notify(value)).whenComplete((result, failure) -> {
            if (failure != null) {
                LOG.log(
                        Level.WARNING,
                        "ENX-0094 an observer of a debounced observable failed",
                        Notification.cause(failure));
            }
        });
    }

    private void setAgain(long nanos) {
        try {
            timer = config.schedule(this::fire, nanos);
        } catch (RejectedExecutionException gone) {
            timer = null;
            latest = null;
            LOG.log(Level.WARNING, "ENX-0094 a debounced value is lost, as the scheduler is gone", gone);
        }
    }

    /** Forgets the value that waits. */
    synchronized void close() {
        closed = true;
        latest = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
