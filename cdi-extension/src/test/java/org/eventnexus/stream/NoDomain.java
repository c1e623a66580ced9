package org.eventnexus.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eventnexus.EventLog;
import org.eventnexus.Happening;
import org.eventnexus.log.MemoryLog;

/** Surroundings of a task that follows nothing: only a scheduler, which takes tasks whenever they are due. */
record NoDomain(Executor scheduler) implements Surroundings {

    @Override
    public String domain() {
        return "none";
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public EventLog log() {
        return null;
    }

    @Override
    public void follow(MemoryLog tail) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MemoryLog newTail(int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Executor executor() {
        return scheduler;
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        scheduler.execute(task);
        return () -> {};
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public void tell(Supplier<Happening> what) {}
}
