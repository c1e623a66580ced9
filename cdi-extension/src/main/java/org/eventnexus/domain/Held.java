package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.domain.Scheduler.Cancellable;

/** What is in the {@link Airlock}, an event or a batch: it is asked about, decided once, and let out in its turn. */
abstract class Held {
    final Domain domain;
    private final Airlock airlock;
    private final Duration timeout;
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile Cancellable expiry = () -> {};
    private volatile boolean over;
    /** Guarded by the airlock's lock. */
    boolean placed;

    /** @param timeout how long it may wait, if that is shorter than the domain's time; null if not */
    Held(Domain domain, Airlock airlock, Duration timeout) {
        this.domain = domain;
        this.airlock = airlock;
        Duration longest = domain.config().awaitTimeout();
        this.timeout = timeout != null && timeout.compareTo(longest) < 0 ? timeout : longest;
    }

    /** How many it takes. */
    abstract int places();

    /** Asks the middlewares; any of their stages may decide it. */
    abstract void ask();

    /** Decides that it is not admitted, if it is not decided yet; any thread, also while middlewares are asked. */
    abstract void refuse(String why);

    /** In its turn: admits it, if it is to be admitted. */
    abstract void leave();

    /** Has its publisher know that it has left, if it was to be admitted. */
    abstract void tell();

    /** Whether it is decided, so that it can be let out. */
    final boolean isOver() {
        return over;
    }

    /** It waits for nothing longer than this, neither for a place nor for a decision. */
    final void limit(String whatFor) {
        try {
            expiry.cancel();
            expiry = domain.alarms().set(() -> refuse(whatFor + " within " + timeout), timeout);
            if (decided.get()) {
                expiry.cancel();
            }
        } catch (RejectedExecutionException stopping) {
            refuse("it has stopped");
        }
    }

    /** From now on its middlewares are called on threads that are nobody's. */
    abstract void guardBy(CallGuard guard);

    /** It has its place: asks the middlewares. */
    final void start() {
        limit("the middlewares had not decided");
        ask();
    }

    /** Has an event go on along its way until it is at the end; not if all is decided meanwhile. */
    final void goOn(Passage passage, Runnable atTheEnd) {
        if (decided.get()) {
            return;
        }
        CompletionStage<Decision> stage = passage.comesToAsync() ? passage.ask() : null;
        if (stage == null) {
            atTheEnd.run();
            return;
        }
        var answer = new Answer(passage, atTheEnd);
        stage.whenComplete(answer::given);
        answer.asking = null;
    }

    /** What an asynchronous middleware decides, at once or later. */
    private final class Answer {
        private final Passage passage;
        private final Runnable atTheEnd;
        /** Who is asking just now; else null. Only that thread finds itself here. */
        private Thread asking = Thread.currentThread();

        private Answer(Passage passage, Runnable atTheEnd) {
            this.passage = passage;
            this.atTheEnd = atTheEnd;
        }

        private void given(Decision decision, Throwable error) {
            if (decided.get()) {
                return;
            }
            passage.answered(decision, error);
            if (asking == Thread.currentThread() || passage.isAtTheEnd()) {
                goOn(passage, atTheEnd);
            } else {
                passage.guardedBy(domain.callGuard());
                elsewhere(() -> goOn(passage, atTheEnd));
            }
        }
    }

    /** On a thread that is nobody's: the calling one may be another caller's, with his identity and his transaction. */
    private void elsewhere(Runnable task) {
        try {
            domain.executor().execute(task);
        } catch (RejectedExecutionException gone) {
            task.run();
        }
    }

    /** Whether it is this call that decides. */
    final boolean decide() {
        if (!decided.compareAndSet(false, true)) {
            return false;
        }
        expiry.cancel();
        return true;
    }

    /** What it is to leave as is written. */
    final void over() {
        over = true;
        airlock.letOut();
    }
}
