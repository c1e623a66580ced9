package org.eventnexus.benchmarks;

import net.engio.mbassy.bus.MBassador;
import net.engio.mbassy.bus.error.PublicationError;
import net.engio.mbassy.listener.Handler;
import net.engio.mbassy.listener.Listener;
import net.engio.mbassy.listener.References;

/** Asynchronous publication: two dispatching threads, no order; nothing bounds it. */
final class MBassadorPeer implements Peer {
    private final MBassador<Ev> bus = new MBassador<>(MBassadorPeer::fail);

    MBassadorPeer(Audience audience, int publishers) {
        audience.concurrent().forEach(listener -> bus.subscribe(new Subscriber(listener)));
    }

    private static void fail(PublicationError error) {
        throw new IllegalStateException(error.toString());
    }

    @Override
    public void publish(long number) {
        bus.publishAsync(Ev.numbered(number));
    }

    @Override
    public void close() {
        bus.shutdown();
    }

    /** Public, as the bus calls it by reflection. */
    @Listener(references = References.Strong)
    public static final class Subscriber {
        private final Audience.Listener listener;

        private Subscriber(Audience.Listener listener) {
            this.listener = listener;
        }

        @Handler
        public void on(Ev event) {
            listener.hear(event.priority());
        }
    }
}
