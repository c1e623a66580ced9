package org.eventnexus.benchmarks;

import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A broadcast processor, each subscriber behind {@code emitOn}. It cannot hold a publisher, so its buffer takes all. */
final class MutinyPeer implements Peer {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final BroadcastProcessor<Ev> processor = BroadcastProcessor.create();
    private final boolean shared;

    MutinyPeer(Audience audience, int publishers) {
        shared = publishers > 1;
        for (Audience.Listener listener : audience.inOrder()) {
            processor
                    .onOverflow()
                    .buffer(2 * FanOut.EVENTS)
                    .emitOn(executor, CAPACITY)
                    .subscribe()
                    .with(event -> listener.hear(event.priority()));
        }
    }

    @Override
    public void publish(long number) {
        Ev event = Ev.numbered(number);
        if (shared) {
            synchronized (processor) { // it takes one event at a time
                processor.onNext(event);
            }
        } else {
            processor.onNext(event);
        }
    }

    @Override
    public void close() {
        processor.onComplete();
        executor.shutdownNow();
    }
}
