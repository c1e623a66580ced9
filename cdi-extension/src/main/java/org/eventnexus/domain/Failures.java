package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.eventnexus.ErrorHandler;
import org.eventnexus.Happening;
import org.eventnexus.Publication.Result;
import org.eventnexus.RetryPolicy;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.UnhandledPolicy;
import org.eventnexus.bus.Receiver;

/** What becomes of a receiver's failure (R8): another attempt, or a result that is told. Owned by the loop, but for figures and lanes. */
final class Failures {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    /** What a delay is shortened by at most. */
    private static final double JITTER = 0.1;

    private final Domain domain;
    private final ErrorHandler ofEngine;
    private volatile ErrorHandler errorHandler;
    private final LetterBox letters;
    private final DoubleSupplier random;
    private final LongAdder retried = new LongAdder();

    Failures(Domain domain, LetterBox letters, ErrorHandler errorHandler, DoubleSupplier random) {
        this.domain = domain;
        this.letters = letters;
        this.ofEngine = errorHandler;
        this.errorHandler = errorHandler;
        this.random = random;
    }

    /** Any thread: who is told from now on; null for the engine's. */
    void handler(ErrorHandler own) {
        errorHandler = own != null ? own : ofEngine;
    }

    /** Any thread: attempts after first ones. */
    long retried() {
        return retried.sum();
    }

    /**
     * A receiver has failed; false if the dispatch goes on with its next attempt, later.
     *
     * @param attempt the one that failed, from 1
     */
    boolean isFinal(Delivery<?> delivery, Receiver[] route, int at, int attempt, Throwable error) {
        RetryPolicy policy = policy(route[at]);
        if (attempt < policy.attempts() && isPassing(error) && !delivery.isDone()) {
            var wait = new RetryWait(domain.loop(), delivery, route, at, attempt, error);
            if (begin(wait, delay(policy, attempt))) {
                return false;
            }
        }
        conclude(delivery, route[at], attempt, error);
        return true;
    }

    /** How often a receiver is called. */
    RetryPolicy policy(Receiver receiver) {
        return receiver.options().retry().orElse(domain.config().retry());
    }

    /** What is waited for after a number of failed attempts. */
    Duration delay(RetryPolicy policy, int attempts) {
        double share = 1 - JITTER * random.getAsDouble();
        return Duration.ofNanos((long) (policy.delayAfter(attempts).toNanos() * share));
    }

    static boolean isPassing(Throwable error) {
        return error instanceof Exception && !(error instanceof InterruptedException);
    }

    private boolean begin(RetryWait wait, Duration delay) {
        try {
            wait.begin(domain.scheduler(), delay);
        } catch (RuntimeException | Error noScheduler) {
            return false;
        }
        domain.loop().drain().suspended(wait);
        return true;
    }

    /** A receiver that has failed is called again. */
    void retrying() {
        retried.increment();
    }

    /** A receiver has failed for good. */
    void conclude(Delivery<?> delivery, Receiver receiver, int attempts, Throwable error) {
        delivery.add(new Result(receiver.name(), null, error));
        concludeApart(delivery, receiver, attempts, error);
        if (delivery.failsFast() && !(delivery instanceof Redelivery<?>)) {
            domain.dispatcher().failNow(delivery);
        }
    }

    /** Any thread: a receiver has failed for good that has no part in the publication's results. */
    void concludeApart(Delivery<?> delivery, Receiver receiver, int attempts, Throwable error) {
        if (delivery instanceof Redelivery<?> again && again.letter.receiver == receiver) {
            letters.failedAgain(again, attempts, error);
        } else if (delivery instanceof Redelivery<?> || isKept(receiver)) {
            letters.add(delivery, receiver, attempts, error);
        }
        report(delivery, receiver.name(), error);
        domain.tell(() -> new Happening.ReceiverFailed(
                domain.name(), receiver.name(), attempts, Happening.Event.of(delivery), Happening.Cause.of(error)));
    }

    private boolean isKept(Receiver receiver) {
        return receiver.options().deadLetter().orElse(domain.config().deadLetter());
    }

    /** Nobody takes an event: what its domain calls that. */
    void unhandled(Delivery<?> delivery) {
        UnhandledPolicy policy = domain.config().unhandled();
        if (policy == UnhandledPolicy.COUNT) {
            return;
        }
        domain.tell(() -> new Happening.EventUnhandled(domain.name(), Happening.Event.of(delivery)));
        var error = new UnhandledEventException(
                "ENX-0009 nobody in the domain '" + domain.name() + "' takes events of type " + delivery.type());
        if (policy == UnhandledPolicy.ERROR) {
            delivery.add(new Result("", null, error));
            report(delivery, "", error);
        } else if (delivery instanceof Redelivery<?> again) {
            letters.failedAgain(again, 1, error);
        } else {
            letters.add(delivery, null, 1, error);
        }
    }

    /** Any thread: tells the error handler. */
    void report(Delivery<?> delivery, String receiver, Throwable error) {
        try {
            errorHandler.onError(delivery, receiver, error);
        } catch (Throwable second) {
            if (second != error) {
                second.addSuppressed(error);
            }
            LOG.log(Level.ERROR, "ENX-0008 the error handler of the domain '" + domain.name() + "' failed", second);
        }
    }
}
