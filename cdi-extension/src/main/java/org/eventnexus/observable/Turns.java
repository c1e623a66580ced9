package org.eventnexus.observable;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A notification in turns, after {@code notify_sequential}: each observer is told when its turn is asked for, and has
 * completed before the next one's. Those are in it who were subscribed when it was made, in the order of subscription. It may
 * be left at any turn.
 *
 * <p>Thread-safe, but for one user: the next turn is asked for when the one before has completed.
 *
 * @param <T> the value's type
 */
public final class Turns<T> {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final T value;
    private final boolean silent;
    private final boolean persistent;
    private final AtomicBoolean asked = new AtomicBoolean();
    /** By the thread that has the turn. */
    private final Iterator<Observer<? super T>> observers;

    private volatile boolean over;

    /**
     * An observer's turn.
     *
     * @param value what its stage completed with; null if it returned none
     */
    public record Turn(Observer<?> observer, Object value) {}

    Turns(List<Observer<? super T>> observers, T value, boolean silent, boolean persistent) {
        this.observers = observers.iterator();
        this.value = value;
        this.silent = silent;
        this.persistent = persistent;
    }

    /**
     * Tells the next observer.
     *
     * @return completes when it has completed, or empty after the last. An observer's error ends the turns, and if not silent
     *     fails the stage; if persistent its turn is left out instead, and if not silent the error is logged
     * @throws IllegalStateException if the turn before has not completed
     */
    public CompletionStage<Optional<Turn>> next() {
        if (!asked.compareAndSet(false, true)) {
            throw new IllegalStateException("the turn before has not completed");
        }
        var turn = new CompletableFuture<Optional<Turn>>();
        advance(turn);
        return turn;
    }

    /** Goes on to the next turn that is not left out. As a loop: an observer that completes at once makes no deeper stack. */
    private void advance(CompletableFuture<Optional<Turn>> turn) {
        while (!over && observers.hasNext()) {
            Observer<? super T> observer = observers.next();
            CompletableFuture<Object> told = tell(observer);
            if (!told.isDone()) {
                told.whenComplete((result, failure) -> {
                    if (!ends(turn, observer, result, failure)) {
                        advance(turn);
                    }
                });
                return;
            }
            Throwable failure = told.isCompletedExceptionally()
                    ? told.handle((r, error) -> error).join()
                    : null;
            if (ends(turn, observer, failure == null ? told.join() : null, failure)) {
                return;
            }
        }
        end(turn, Optional.empty());
    }

    private CompletableFuture<Object> tell(Observer<? super T> observer) {
        try {
            CompletionStage<?> stage = observer.observe(value);
            return stage == null
                    ? CompletableFuture.completedFuture(null)
                    : stage.<Object>thenApply(result -> result).toCompletableFuture();
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Whether the turn is over with that, else the next observer has it. */
    private boolean ends(
            CompletableFuture<Optional<Turn>> turn, Observer<? super T> observer, Object result, Throwable failure) {
        if (failure == null) {
            end(turn, Optional.of(new Turn(observer, result)));
            return true;
        }
        if (persistent) {
            if (!silent) {
                LOG.log(
                        Level.WARNING,
                        "ENX-0094 an observer failed, and the others go on",
                        Notification.cause(failure));
            }
            return false;
        }
        over = true;
        if (silent) {
            end(turn, Optional.empty());
        } else {
            asked.set(false);
            turn.completeExceptionally(Notification.cause(failure));
        }
        return true;
    }

    private void end(CompletableFuture<Optional<Turn>> turn, Optional<Turn> outcome) {
        asked.set(false);
        turn.complete(outcome);
    }

    /**
     * Tells all that are left, one after the other.
     *
     * @return completes with the values of their turns; fails as {@link #next()}
     */
    public CompletionStage<List<Object>> rest() {
        var all = new CompletableFuture<List<Object>>();
        gather(new ArrayList<>(), all);
        return all;
    }

    private void gather(List<Object> values, CompletableFuture<List<Object>> all) {
        while (true) {
            CompletableFuture<Optional<Turn>> turn = next().toCompletableFuture();
            if (!turn.isDone()) {
                turn.whenComplete((next, failure) -> {
                    if (goesOn(next, failure, values, all)) {
                        gather(values, all);
                    }
                });
                return;
            }
            Throwable failure = turn.isCompletedExceptionally()
                    ? turn.handle((r, error) -> error).join()
                    : null;
            if (!goesOn(failure == null ? turn.join() : null, failure, values, all)) {
                return;
            }
        }
    }

    private static boolean goesOn(
            Optional<Turn> turn, Throwable failure, List<Object> values, CompletableFuture<List<Object>> all) {
        if (failure != null) {
            all.completeExceptionally(Notification.cause(failure));
            return false;
        }
        turn.ifPresentOrElse(next -> values.add(next.value()), () -> all.complete(values));
        return turn.isPresent();
    }
}
