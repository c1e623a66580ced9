package org.eventnexus.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;

/** The JDK's own. */
final class SubmissionPublisherPeer implements Peer {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final SubmissionPublisher<Ev> publisher = new SubmissionPublisher<>(executor, CAPACITY);

    SubmissionPublisherPeer(Audience audience, int publishers) {
        for (Audience.Listener listener : audience.inOrder()) {
            publisher.consume(event -> listener.hear(event.priority()));
        }
    }

    @Override
    public void publish(long number) {
        publisher.submit(Ev.numbered(number));
    }

    @Override
    public void close() {
        publisher.close();
        executor.shutdownNow();
    }
}
