package org.eventnexus.benchmarks;

import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A multicast sink, each subscriber behind {@code publishOn}; a full sink says so, and the publisher tries again. */
final class ReactorPeer implements Peer {
    private static final int SPINS = 100;
    private static final long PAUSE_NANOS = 20_000;

    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, Integer.MAX_VALUE, "benchmark");
    private final Sinks.Many<Ev> sink;

    ReactorPeer(Audience audience, int publishers) {
        // The unsafe one is faster, and for one publisher as good.
        var sinks = publishers > 1 ? Sinks.many() : Sinks.unsafe().many();
        sink = sinks.multicast().onBackpressureBuffer(CAPACITY, false);
        for (Audience.Listener listener : audience.inOrder()) {
            sink.asFlux().publishOn(scheduler, CAPACITY).subscribe(event -> listener.hear(event.priority()));
        }
    }

    @Override
    public void publish(long number) {
        Ev event = Ev.numbered(number);
        for (int tries = 1; sink.tryEmitNext(event) != EmitResult.OK; tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public void close() {
        sink.tryEmitComplete();
        scheduler.dispose();
    }
}
