package org.eventnexus.cdi;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.Domains;
import org.eventnexus.EventDraft;
import org.eventnexus.Handler;
import org.eventnexus.Publication;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.WorkQueueStats;

/**
 * A work queue as it is injected, without a client proxy for the reason that {@link InjectedBus} gives: finds the queue when
 * it is first used, and once more when a bean that has it was passivated. Thread-safe.
 */
final class InjectedQueue implements WorkQueue, Serializable {
    private static final long serialVersionUID = 1L;

    /** A client proxy, which can be serialized. */
    @SuppressWarnings("serial")
    private final Domains domains;

    private final String domain;
    private final String name;
    /** Found by whoever needs it first; others may find it once more, and find the same. */
    private transient WorkQueue queue;

    InjectedQueue(Domains domains, QueueName name) {
        this.domains = domains;
        this.domain = name.domain();
        this.name = name.queue();
    }

    private WorkQueue queue() {
        WorkQueue found = queue;
        return found != null ? found : find();
    }

    private WorkQueue find() {
        WorkQueue found = domains.get(domain).findWorkQueue(name).orElseThrow();
        queue = found;
        return found;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public WorkQueueConfig config() {
        return queue().config();
    }

    @Override
    public Publication send(Object payload) {
        return queue().send(payload);
    }

    @Override
    public Publication send(EventDraft<?> draft) {
        return queue().send(draft);
    }

    @Override
    public <T> Collector work(CollectorOptions options, Handler<T> worker) {
        return queue().work(options, worker);
    }

    @Override
    public List<Collector> collectors() {
        return queue().collectors();
    }

    @Override
    public CompletionStage<Void> drain() {
        return queue().drain();
    }

    @Override
    public WorkQueueStats stats() {
        return queue().stats();
    }

    @Override
    public String toString() {
        return "work queue " + name + " of " + domain;
    }
}
