package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eventnexus.EventLog;
import org.eventnexus.Happening;
import org.eventnexus.log.MemoryLog;
import org.eventnexus.stream.Surroundings;

/** A domain as those see it who follow it. */
record FollowedDomain(Domain owner, Mailbox mailbox, DomainEngine engine) implements Surroundings {

    @Override
    public String domain() {
        return owner.name();
    }

    @Override
    public int capacity() {
        return mailbox.capacity();
    }

    @Override
    public long sequence() {
        return mailbox.sequence();
    }

    @Override
    public EventLog log() {
        return owner.log().orElse(null);
    }

    @Override
    public void follow(MemoryLog tail) {
        mailbox.follow(tail);
    }

    @Override
    public MemoryLog newTail(int length) {
        var tail = new MemoryLog(engine.epoch(), length);
        tail.numberedBy(mailbox::sequence, mailbox::settled);
        return tail;
    }

    @Override
    public Executor executor() {
        return engine.executor();
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        return engine.scheduler().schedule(task, delay)::cancel;
    }

    @Override
    public long nanoTime() {
        return engine.clock().nanoTime();
    }

    @Override
    public void tell(Supplier<Happening> what) {
        owner.tell(what);
    }
}
