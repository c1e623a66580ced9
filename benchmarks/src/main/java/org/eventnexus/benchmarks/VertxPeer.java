package org.eventnexus.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumerOptions;

/** The local event bus. It drops what waits too long instead of holding publishers, so nothing bounds it here. */
final class VertxPeer implements Peer {
    private final Vertx vertx = Vertx.vertx();
    private final EventBus bus = vertx.eventBus();

    VertxPeer(Audience audience, int publishers) throws Exception {
        bus.registerDefaultCodec(Ev.class, new ByReference());
        var options = new MessageConsumerOptions().setAddress(Ev.TYPE).setMaxBufferedMessages(Integer.MAX_VALUE);
        for (Audience.Listener listener : audience.inOrder()) {
            var consumer = bus.<Ev>consumer(options);
            consumer.handler(message -> listener.hear(message.body().priority()));
            consumer.completion().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Override
    public void publish(long number) {
        bus.publish(Ev.TYPE, Ev.numbered(number));
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static final class ByReference implements MessageCodec<Ev, Ev> {
        @Override
        public void encodeToWire(Buffer buffer, Ev event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ev decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ev transform(Ev event) {
            return event;
        }

        @Override
        public String name() {
            return "by-reference";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
