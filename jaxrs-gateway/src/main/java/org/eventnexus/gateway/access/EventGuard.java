package org.eventnexus.gateway.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eventnexus.EventAccess;
import org.eventnexus.NexusEvent;

/** Asks the application which events a caller may read, if it wants to be asked. Thread-safe. */
public final class EventGuard {
    private static final Logger LOG = Logger.getLogger(EventGuard.class.getName());
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    private final Supplier<Optional<EventAccess>> access;
    private final LongSupplier nanoClock;
    private final LongAdder failures = new LongAdder();
    private final AtomicLong quietUntil;

    public EventGuard(Supplier<Optional<EventAccess>> access, LongSupplier nanoClock) {
        this.access = access;
        this.nanoClock = nanoClock;
        this.quietUntil = new AtomicLong(nanoClock.getAsLong());
    }

    /** Which events a caller may read; null if all, as nobody is to be asked. It may be asked by one thread after the other. */
    public Predicate<NexusEvent<?>> of(Caller caller) {
        EventAccess known = access.get().orElse(null);
        if (known == null) {
            return null;
        }
        var reader = new EventAccess.Reader(
                caller.anonymous() ? Optional.empty() : Optional.of(caller.name()), caller.roles());
        return event -> asked(known, reader, event);
    }

    private boolean asked(EventAccess access, EventAccess.Reader reader, NexusEvent<?> event) {
        try {
            return access.mayRead(reader, event);
        } catch (Exception
                | LinkageError
                | AssertionError
                | StackOverflowError failed) { // checked ones too, by proxies
            failures.increment();
            tell(failed);
            return false;
        }
    }

    /** Streams can bring the same failure for each event and client. */
    private void tell(Throwable failed) {
        long now = nanoClock.getAsLong();
        long due = quietUntil.get();
        if (now - due >= 0 && quietUntil.compareAndSet(due, now + QUIET)) {
            long times = failures.sumThenReset();
            LOG.log(
                    Level.WARNING,
                    failed,
                    () -> "ENX-0235 the application's EventAccess threw, " + times
                            + " times since this was told last, and the events are denied");
        }
    }
}
