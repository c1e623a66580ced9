package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.Happening;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LoopAlreadyStartedException;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus.State;
import org.eventnexus.source.Closing;
import org.eventnexus.source.DomainSources;

/** A domain's life: its start, and its end in two steps, so that several can be stopped together. Thread-safe. */
final class Lifecycle {
    private final Domain domain;
    private final DomainEngine engine;
    private final Mailbox mailbox;
    private final DomainSources sources;
    private final AtomicReference<State> state = new AtomicReference<>(State.READY);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** By {@link System#nanoTime}; set by who stops it. */
    private volatile long deadline;

    Lifecycle(Domain domain, DomainEngine engine, Mailbox mailbox, DomainSources sources) {
        this.domain = domain;
        this.engine = engine;
        this.mailbox = mailbox;
        this.sources = sources;
    }

    State state() {
        return state.get();
    }

    /** Completes when the domain has stopped. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Whether the loop runs or may run: it has been started and has not ended. */
    boolean isAtWork() {
        return state.get() != State.READY && !ended.isDone();
    }

    /** Completes when the loop is in none of the receivers that it is in now, or the domain has ended. */
    CompletableFuture<?> passed() {
        State seen = state.get();
        boolean started = seen == State.LOOPING || seen == State.STOPPED;
        if (!started || ended.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        var passed = new CompletableFuture<Void>();
        domain.loop().post(() -> passed.complete(null));
        return CompletableFuture.anyOf(passed, ended);
    }

    CompletionStage<Void> start() {
        State before = state.compareAndExchange(State.READY, State.STARTING);
        if (before == State.STOPPED) {
            throw new LoopStoppedException(
                    "ENX-0011 the domain '" + domain.name() + "' is STOPPED and cannot be started");
        }
        if (before != State.READY) {
            throw new LoopAlreadyStartedException(
                    "ENX-0011 the domain '" + domain.name() + "' is " + before + " and cannot be started");
        }
        engine.starting();
        domain.alarms().start();
        domain.loop().post(this::loops);
        return ended.minimalCompletionStage();
    }

    /** On the loop, for the first time. */
    private void loops() {
        domain.loop().drain().open();
        state.compareAndSet(State.STARTING, State.LOOPING);
        domain.tell(() -> new Happening.DomainStarted(domain.name()));
        domain.work().start();
        sources.start();
        domain.following().start();
    }

    void run() throws InterruptedException {
        if (domain.currentLoop() != null) {
            throw new InvalidLoopStateException("ENX-0040 the domain '" + domain.name()
                    + "' cannot be run by a receiver, whose own domain would stand still");
        }
        start();
        try {
            ended.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Map<String, Long> stop(Duration deadline) {
        if (domain.loop().isCurrentThread() || engine.isAtWorkFor(domain)) {
            throw new InvalidLoopStateException(
                    "ENX-0012 the domain '" + domain.name() + "' cannot be stopped by one of its own receivers");
        }
        Stopping stopping = beginStop(deadline);
        if (stopping == null) {
            return Map.of();
        }
        domain.admission().close();
        new Shutdown(List.of(stopping)).run();
        domain.following().finish();
        return endStop();
    }

    /**
     * Begins to close its sources, and refuses what comes from outside from now on. What other domains' loops publish is
     * admitted until the mailbox is closed, which it is at once if there is nobody to handle it.
     *
     * @return null if the domain has been stopped already
     */
    Stopping beginStop(Duration deadline) {
        State before = state.getAndSet(State.STOPPED);
        if (before == State.STOPPED) {
            return null;
        }
        domain.tell(() -> new Happening.DomainStopping(domain.name()));
        Closing closing = sources.close();
        domain.appointments().close();
        domain.publishing().close();
        this.deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(deadline);
        if (deadline.isZero() || deadline.isNegative()) {
            domain.following().stopNow();
        }
        boolean started = before != State.READY;
        if (started) {
            domain.admission().beginClose();
        } else {
            domain.admission().close();
        }
        return new Stopping(domain, mailbox, closing, started, deadline);
    }

    /** What was abandoned, by type. */
    Map<String, Long> endStop() {
        domain.ownLanes().abandon(); // a dead letter may have come at the last moment
        domain.work().close();
        domain.letters().close();
        domain.ownLanes().report();
        domain.alarms().close();
        domain.following().awaitEnd(deadline);
        domain.receivers().close();
        ended.complete(null);
        Map<String, Long> left = domain.types().abandoned();
        domain.tell(() -> new Happening.DomainStopped(domain.name(), left));
        return left;
    }
}
