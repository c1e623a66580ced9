package org.eventnexus.benchmarks;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The asynchronous event bus: a task for each delivery, in no order; nothing bounds it. */
final class GuavaPeer implements Peer {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final AsyncEventBus bus = new AsyncEventBus(executor);

    GuavaPeer(Audience audience, int publishers) {
        audience.concurrent().forEach(listener -> bus.register(new Subscriber(listener)));
    }

    @Override
    public void publish(long number) {
        bus.post(Ev.numbered(number));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Public, as the bus calls it by reflection. */
    public static final class Subscriber {
        private final Audience.Listener listener;

        private Subscriber(Audience.Listener listener) {
            this.listener = listener;
        }

        @Subscribe
        @AllowConcurrentEvents
        public void on(Ev event) {
            listener.hear(event.priority());
        }
    }
}
