package org.eventnexus.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.eventnexus.EventSelector;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.NexusEvent;

/** Who is given events by the {@link Distributor}, and passes them on by a task of its own. Thread-safe. */
abstract class Follower {
    final EventSelector selector;
    final Distributor distributor;
    final Surroundings domain;
    final SerialTask task;

    // Under the distributor's lock.
    /** The first sequence that it is given. */
    long from;
    /** Whether it is on the list of those to be woken. */
    boolean touched;
    /** Whether it is given events at present. */
    boolean live;

    /** What has been begun to be recorded of a stream; null if nothing. Written before others can end it. */
    Object recorded;

    Follower(EventSelector selector, Distributor distributor, Executor executor) {
        this.selector = selector;
        this.distributor = distributor;
        this.domain = distributor.domain();
        this.task = new SerialTask(executor, domain, this::work);
    }

    /** Under the distributor's lock, so quickly: an event that it selects; whether it wants to be given more. */
    abstract boolean offer(NexusEvent<?> event);

    /** The same: it cannot be given so many events any more; whether it wants to be given more. */
    abstract boolean lose(long count);

    /** Executor and scheduler may be used from now on: times begin to run. */
    abstract void begin();

    /** Passes on a bounded part of what it has; whether there is more. */
    abstract boolean work();

    /** It is given nothing any more: ends when it has passed on what it has, or at once with an error. */
    abstract void end(Throwable error);

    /** The time for passing things on is over. */
    abstract void hurry(Throwable error);

    /** Whether it has passed on everything, its end too. */
    abstract boolean isOver();

    /** Something that grows with what it passes on. */
    abstract long progress();

    final LoopStoppedException stopped() {
        return new LoopStoppedException("ENX-0080 the domain '" + domain.domain() + "' has stopped");
    }

    /** Runs a task after a time; if that cannot be, says so by failing. */
    final Runnable after(Duration delay, Runnable task) {
        return domain.schedule(task, delay);
    }
}
