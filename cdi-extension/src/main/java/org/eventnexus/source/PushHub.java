package org.eventnexus.source;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.EventDraft;
import org.eventnexus.MisconfiguredSourceException;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PushSource;
import org.eventnexus.SourceContext.Scheduled;

/**
 * A push source and its places in domains, from its first registration until it has ended. The places are held weakly: the
 * source, its scheduled tasks and whoever else has its context do not keep a domain from being collected.
 *
 * <p>Thread-safe. The source, the domains and the registry are never called under the lock.
 */
final class PushHub {
    private enum Phase {
        IDLE,
        /** The start has been submitted. */
        SUBMITTED,
        /** In the source's start. */
        STARTING,
        RUNNING,
        /** Closed after a failure, until it is started again. */
        PAUSED,
        ENDED
    }

    private final PushSource source;
    private final Restarts restarts;
    private final SourceRegistry registry;
    private final Relay starts;
    /** Completes when the source has been closed for good. */
    private final CompletableFuture<Void> free = new CompletableFuture<>();

    private final CompletableFuture<Void> sourceIsFree;

    // Guarded by this.
    private final List<WeakReference<PushSlot>> slots = new ArrayList<>(1);
    private Phase phase = Phase.IDLE;
    private PushRun run;
    /** What was asked for during the source's start. */
    private Runnable afterStart;

    private Scheduled restart = () -> {};
    /** Whether the source holds something that its close will free. */
    private boolean open = true;

    /** @param last what had the source before; null if nothing */
    PushHub(PushSource source, Restarts restarts, SourceRegistry registry, PushHub last) {
        this.source = source;
        this.restarts = restarts;
        this.registry = registry;
        this.starts = new Relay(registry.surroundings(), registry.surroundings().blockingExecutor());
        this.sourceIsFree = last == null ? CompletableFuture.completedFuture(null) : last.free;
    }

    Surroundings surroundings() {
        return registry.surroundings();
    }

    // ---- its places

    /**
     * Takes in a place; whether it is not too late for that.
     *
     * @throws MisconfiguredSourceException if the source has one in this domain
     */
    synchronized boolean add(PushSlot slot) {
        if (phase == Phase.ENDED) {
            return false;
        }
        if (live().stream().anyMatch(slot::isOf)) {
            throw new MisconfiguredSourceException(
                    "ENX-0035 the source '" + slot.name() + "' cannot be registered with the domain '"
                            + slot.inlet().name() + "': it is registered there already");
        }
        slots.add(new WeakReference<>(slot));
        return true;
    }

    /** Those whose domains are still there. */
    private synchronized List<PushSlot> live() {
        slots.removeIf(slot -> slot.get() == null);
        return slots.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }

    void leave(PushSlot slot) {
        slot.deactivate();
        boolean last;
        synchronized (this) {
            slots.removeIf(other -> other.get() == slot);
            last = live().isEmpty();
        }
        if (last) {
            end(null);
        }
        slot.tellEnded(null);
    }

    /** Those whose domains have started and have not ended. */
    private List<PushSlot> open() {
        return live().stream().filter(PushSlot::isOpen).toList();
    }

    // ---- publishing

    List<String> domains() {
        return open().stream().map(slot -> slot.inlet().name()).toList();
    }

    List<Publication> distribute(PushRun from, EventDraft<?> draft, boolean onlyWithRoom) {
        Objects.requireNonNull(draft, "draft");
        List<PushSlot> live = live();
        if (live.isEmpty()) {
            end(null); // nobody is left
        }
        List<Publication> publications = new ArrayList<>(live.size());
        for (PushSlot slot : live) {
            if (!from.isOver() && slot.isOpen() && (!onlyWithRoom || slot.hasRoom())) {
                publications.add(slot.publish(draft));
            }
        }
        if (publications.stream().anyMatch(publication -> publication.status() != Status.REFUSED)) {
            restarts.succeeded();
        }
        return publications;
    }

    // ---- the source's life

    /** One of the domains has started; whether the source runs already. */
    boolean begin() {
        synchronized (this) {
            if (phase != Phase.IDLE) {
                return phase == Phase.RUNNING;
            }
            phase = Phase.SUBMITTED;
        }
        sourceIsFree.whenComplete((free, never) -> starts.execute(this::start, this::threadsGone));
        return false;
    }

    private void beginAgain(Duration delay) {
        Scheduled scheduled = starts.executeAfter(delay, this::start, this::threadsGone);
        synchronized (this) {
            restart = scheduled;
            if (phase != Phase.ENDED) {
                return;
            }
        }
        scheduled.cancel();
    }

    private void start() {
        PushRun begun;
        synchronized (this) {
            if (phase != Phase.SUBMITTED && phase != Phase.PAUSED) {
                return;
            }
            phase = Phase.STARTING;
            open = true;
            begun = new PushRun(this);
            run = begun;
            afterStart = () -> {};
        }
        boolean started = false;
        try {
            source.start(begun);
            started = true;
        } catch (Exception | Error error) {
            fail(begun, error);
        }
        started(started);
    }

    private void started(boolean well) {
        Runnable next;
        List<PushSlot> told;
        synchronized (this) {
            if (phase == Phase.STARTING) {
                phase = Phase.RUNNING;
            }
            next = afterStart;
            afterStart = null;
            told = well ? open() : List.of();
        }
        told.forEach(PushSlot::tellStarted);
        next.run();
    }

    void fail(PushRun failed, Throwable error) {
        synchronized (this) {
            if (failed != run) {
                return;
            }
            if (phase == Phase.STARTING) {
                afterStart = () -> fail(failed, error);
                return;
            }
            run = null;
            phase = Phase.PAUSED;
            open = false;
        }
        failed.over();
        Optional<Duration> delay = restarts.failed(error, domains()); // asks the source, which must not be closed yet
        restarts.close();
        delay.ifPresentOrElse(later -> tryAgain(error, later), () -> end(error));
    }

    private void tryAgain(Throwable error, Duration delay) {
        open().forEach(slot -> slot.tellFailed(error, delay));
        beginAgain(delay);
    }

    private void threadsGone(Throwable rejection) {
        restarts.gaveUp(rejection, domains());
        end(rejection);
    }

    /** Ends the source if this is the run that goes on. */
    void endFrom(PushRun ended) {
        synchronized (this) {
            if (ended != run) {
                return;
            }
        }
        end(null);
    }

    /** Ends the source; it is closed now or, if it is just being started, right after that. */
    void end(Throwable error) {
        List<PushSlot> left;
        PushRun last;
        Scheduled waiting;
        Runnable closing;
        synchronized (this) {
            if (phase == Phase.ENDED) {
                return;
            }
            left = live();
            last = run;
            waiting = restart;
            boolean close = open;
            closing = () -> conclude(left, close, error);
            if (phase == Phase.STARTING) {
                afterStart = closing;
                closing = () -> {};
            }
            phase = Phase.ENDED;
            run = null;
        }
        if (last != null) {
            last.over();
        }
        waiting.cancel();
        left.forEach(PushSlot::deactivate);
        closing.run();
    }

    private void conclude(List<PushSlot> left, boolean close, Throwable error) {
        if (close) {
            restarts.close();
        }
        registry.forget(source, this);
        free.complete(null);
        left.forEach(slot -> slot.tellEnded(error));
    }
}
