package org.eventnexus.benchmarks;

import java.util.EnumSet;
import java.util.Set;

/** What can be run. */
public enum Contestant {
    EVENTNEXUS("EventNexus", EventNexusPeer::withoutLog),
    EVENTNEXUS_LOG("EventNexus with the memory log", EventNexusPeer::withMemoryLog),
    EVENTNEXUS_10("EventNexus with 10 subscriptions", CrowdedPeer::ofTen),
    EVENTNEXUS_10_000("EventNexus with 10,000 subscriptions", CrowdedPeer::ofTenThousand),
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
