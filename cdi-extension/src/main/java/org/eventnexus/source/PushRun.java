package org.eventnexus.source;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.SourceContext;

/** What a push source has between a start and its close. */
final class PushRun implements SourceContext {
    private final PushHub hub;
    private final Relay relay;
    private volatile boolean over;

    PushRun(PushHub hub) {
        this.hub = hub;
        this.relay = new Relay(hub.surroundings(), hub.surroundings().executor());
    }

    void over() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public List<Publication> distribute(EventDraft<?> draft) {
        return over ? List.of() : hub.distribute(this, draft, false);
    }

    @Override
    public List<Publication> offer(EventDraft<?> draft) {
        return over ? List.of() : hub.distribute(this, draft, true);
    }

    @Override
    public List<String> domains() {
        return over ? List.of() : hub.domains();
    }

    @Override
    public Executor executor() {
        return relay.executor();
    }

    @Override
    public Scheduled schedule(Runnable task, Duration delay) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(delay, "delay");
        return over ? () -> {} : relay.executeAfter(delay, () -> run(task), gone -> end());
    }

    private void run(Runnable task) {
        if (over) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error error) {
            fail(error);
        }
    }

    @Override
    public long nanoTime() {
        return hub.surroundings().nanoTime();
    }

    @Override
    public void end() {
        hub.endFrom(this);
    }

    @Override
    public void fail(Throwable error) {
        hub.fail(this, Objects.requireNonNull(error, "error"));
    }
}
