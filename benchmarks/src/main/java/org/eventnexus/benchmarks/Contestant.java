package org.eventnexus.benchmarks;

import java.util.EnumSet;
import java.util.Set;

/** What can be run. */
public enum Contestant {
    EVENTNEXUS("EventNexus", EventNexusPeer::withoutLog),
    EVENTNEXUS_LOG("EventNexus with the memory log", EventNexusPeer::withMemoryLog),
    EVENTNEXUS_10("EventNexus with 10 subscriptions", CrowdedPeer::ofTen),
    EVENTNEXUS_10_000("EventNexus with 10,000 subscriptions", CrowdedPeer::ofTenThousand),
    EVENTNEXUS_IDLE("EventNexus, all stages built and taken away", EventNexusPeer::withIdleStages),
    EVENTNEXUS_METHOD("EventNexus, @Subscribes method of a bean", CdiPeer::subscribes),
    EVENTNEXUS_LAMBDA("EventNexus, lambda in the same container", CdiPeer::lambda),
    EVENTNEXUS_ONE("EventNexus, one answer at a time", RequestPeer::one),
    EVENTNEXUS_MANY("EventNexus, 1,000 answers in flight", RequestPeer::many),
    VERTX_ONE("Vert.x, one request at a time", RequestPeer::oneOfVertx),
    VERTX_MANY("Vert.x, 1,000 requests in flight", RequestPeer::manyOfVertx),
    WORK_QUEUE("EventNexus, work queue, 2 workers, 1,000 in flight", RequestPeer::workQueue),
    POOL("ThreadPoolExecutor with the same results, 2 threads", RequestPeer::pool),
    FIRE("CDI Event.fire", CdiPeer::fire),
    FIRE_ASYNC("CDI Event.fireAsync", CdiPeer::fireAsync),
    FIRE_ASYNC_ONE("CDI Event.fireAsync, each awaited", CdiPeer::fireAsyncAwaited),
    SUBMISSION_PUBLISHER("SubmissionPublisher", SubmissionPublisherPeer::new),
    REACTOR("Reactor, Sinks + publishOn", ReactorPeer::new),
    DISRUPTOR("Disruptor, multi-producer, blocking", DisruptorPeer::new),
    VERTX("Vert.x, local event bus", VertxPeer::new),
    GUAVA("Guava, AsyncEventBus", GuavaPeer::new),
    MBASSADOR("MBassador, publishAsync", MBassadorPeer::new),
    MUTINY("Mutiny, BroadcastProcessor + emitOn", MutinyPeer::new);

    /** Peers that keep order, and hold a publisher when their queue is full. */
    static final Set<Contestant> BOUNDED_AND_ORDERED = EnumSet.of(SUBMISSION_PUBLISHER, REACTOR, DISRUPTOR);

    static final Set<Contestant> PEERS = EnumSet.range(SUBMISSION_PUBLISHER, MUTINY);

    final String title;
    final Peer.Starter starter;

    Contestant(String title, Peer.Starter starter) {
        this.title = title;
        this.starter = starter;
    }
}
