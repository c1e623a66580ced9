package org.eventnexus.zeromq;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/**
 * Sends events to other programs over ZeroMQ, in the order in which it gets them. It is a receiver like others: subscribe it,
 * best with a lane, so that its domain does not wait for it.
 *
 * <pre>{@code
 * var sink = new ZeroMqSink(ZeroMqConfig.connect("tcp://127.0.0.1:5556"), threads);
 * bus.subscribe("order.**", SubscriptionOptions.defaults().named("zmq").async(), sink);
 * }</pre>
 *
 * <p>Events wait in a queue until ZeroMQ takes them: with {@link ZeroMqConfig.Pattern#PUSH_PULL} as soon as somebody pulls who has room.
 * As a receiver it returns at once while there are few, and otherwise a stage that completes when ZeroMQ has taken the
 * event; so a lane keeps what comes meanwhile, and what a full lane does is {@link org.eventnexus.LaneFull}'s and is counted
 * there. ZeroMQ acknowledges nothing: that it has taken an event does not mean that anybody has received it.
 *
 * <p>The payload goes as JSON: strings, numbers, null and {@code JsonValue} as they are, everything else by JSON-B.
 *
 * <p>Thread-safe. Whoever made it closes it, after the domain has stopped.
 */
public final class ZeroMqSink implements Handler<Object>, AutoCloseable {
    private final EventWriter writer;
    private final ZeroMqFigures figures;
    private final Outbound outbound;

    /**
     * Opens the socket.
     *
     * @param threads makes the thread that owns the socket, and two of ZeroMQ's; in a server a {@code ManagedThreadFactory}
     * @throws org.eventnexus.EventNexusException if it cannot be opened
     */
    public ZeroMqSink(ZeroMqConfig config, ThreadFactory threads) {
        Objects.requireNonNull(threads, "threads");
        this.writer = new EventWriter(Objects.requireNonNull(config, "config"));
        this.figures = new ZeroMqFigures(config.toString(), System::nanoTime);
        this.outbound = new Outbound(config, threads, figures);
    }

    /**
     * Sends an event, of any domain.
     *
     * @return completes when ZeroMQ has taken it; fails with {@link org.eventnexus.LaneFullException} if as many events wait as
     *     {@link ZeroMqConfig#highWaterMark()} says, and with {@link org.eventnexus.LoopStoppedException} if the sink is closed
     * @throws org.eventnexus.PayloadException if the payload has no form in JSON
     */
    public CompletionStage<Void> send(NexusEvent<?> event) {
        return outbound.send(writer.topic(event), writer.write(event));
    }

    /** Sends an event, as a receiver. */
    @Override
    public CompletionStage<Void> handle(NexusEvent<Object> event, HandlerContext context) {
        CompletionStage<Void> sent = send(event);
        return outbound.isRoomy() && !sent.toCompletableFuture().isCompletedExceptionally() ? null : sent;
    }

    /** Where the socket is, with the port that it got if {@code *} was asked for. */
    public String address() {
        return outbound.address();
    }

    /** What it has done so far. */
    public ZeroMqStats stats() {
        return figures.stats();
    }

    /** Sends what waits, for as long as {@link ZeroMqConfig#linger()} allows, and closes the socket; without effect on a closed one. */
    @Override
    public void close() {
        outbound.close();
    }
}
