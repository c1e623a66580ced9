package org.eventnexus.domain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;
import org.eventnexus.NexusEvent;
import org.eventnexus.boundary.Channel;
import org.eventnexus.boundary.Passage;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.Registrar;

/** Two domains as a boundary between them sees them. */
record DomainChannel(Domain sender, Domain receiver) implements Channel {

    @Override
    public String from() {
        return sender.name();
    }

    @Override
    public String to() {
        return receiver.name();
    }

    @Override
    public void register(Receiver boundary) {
        sender.receivers().add(boundary);
    }

    @Override
    public Registrar registrar() {
        return sender.subscriptions();
    }

    @Override
    public Optional<Passage> passage(
            NexusEvent<?> event, EventDraft<?> draft, boolean replies, Passage.Listener listener) {
        var delivery = (Delivery<?>) event;
        Hops hops = Hops.after(delivery);
        return hops.contains(receiver)
                ? Optional.empty()
                : Optional.of(new DomainPassage(delivery, draft, receiver, hops, replies, listener));
    }

    @Override
    public void whenRoom(Runnable task) {
        receiver.admission().whenRoomBesides(() -> sender.loop().post(task));
    }

    @Override
    public void pause(Consumer<Runnable> untilGone) {
        sender.loop().drain().backpressure().ask(new Queue(receiver, untilGone));
    }

    /** A boundary's queue, full. */
    private record Queue(Domain behind, Consumer<Runnable> untilGone) implements Obstacle {
        @Override
        public void whenGone(Runnable callback) {
            untilGone.accept(callback);
        }
    }

    @Override
    public void post(Runnable task) {
        if (sender.lifecycle().isAtWork()) {
            sender.loop().post(task);
        }
    }

    @Override
    public void tell(Supplier<Happening> what) {
        sender.tell(what);
    }

    @Override
    public boolean isInLoop() {
        return sender.currentLoop() != null;
    }

    @Override
    public void await(CompletionStage<Void> stage, Duration deadline) {
        if (isInLoop() || !sender.lifecycle().isAtWork()) {
            return;
        }
        try {
            CompletableFuture.anyOf(
                            stage.toCompletableFuture(), sender.lifecycle().ended())
                    .get(TimeUnit.NANOSECONDS.convert(deadline), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException over) {
            // as the boundary's contract says
        }
    }
}
