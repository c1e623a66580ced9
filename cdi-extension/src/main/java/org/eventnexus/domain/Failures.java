package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.eventnexus.ErrorHandler;
import org.eventnexus.Publication.Result;
import org.eventnexus.RetryPolicy;
import org.eventnexus.bus.Receiver;

/** What becomes of a receiver's failure (R8): another attempt, or a result that is told. Owned by the loop, but for figures. */
final class Failures {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    /** What a delay is shortened by at most. */
    private static final double JITTER = 0.1;

    private final Domain domain;
    private final ErrorHandler errorHandler;
    private final DoubleSupplier random;
    private final LongAdder retried = new LongAdder();

    Failures(Domain domain, ErrorHandler errorHandler, DoubleSupplier random) {
        this.domain = domain;
        this.errorHandler = errorHandler;
        this.random = random;
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
        RetryPolicy policy = route[at].options().retry().orElse(domain.config().retry());
        if (attempt < policy.attempts() && isPassing(error) && !delivery.isDone()) {
            var wait = new RetryWait(domain.loop(), delivery, route, at, attempt, error);
            if (begin(wait, policy.delayAfter(attempt))) {
                return false;
            }
        }
        conclude(delivery, route[at], error);
        return true;
    }

    private static boolean isPassing(Throwable error) {
        return error instanceof Exception && !(error instanceof InterruptedException);
    }

    private boolean begin(RetryWait wait, Duration longest) {
        double share = 1 - JITTER * random.getAsDouble();
        try {
            wait.begin(domain.scheduler(), Duration.ofNanos((long) (longest.toNanos() * share)));
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
    void conclude(Delivery<?> delivery, Receiver receiver, Throwable error) {
        delivery.add(new Result(receiver.name(), null, error));
        report(delivery, receiver.name(), error);
    }

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
