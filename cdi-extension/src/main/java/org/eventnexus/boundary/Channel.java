package org.eventnexus.boundary;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;
import org.eventnexus.NexusEvent;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.Registrar;

/** Two domains as the boundary between them sees them. */
public interface Channel {

    /** The sending domain's name. */
    String from();

    /** The receiving domain's name. */
    String to();

    /** Any thread: has the sending domain's loop call a receiver, after all that are no boundaries. */
    void register(Receiver receiver);

    /** Who sees to it that a receiver that is cancelled is called no more. */
    Registrar registrar();

    /**
     * On the loop: readies an event for its way; empty if it comes from the receiving domain.
     *
     * @param event the one being handled
     * @param draft what is forwarded of it
     * @param replies whether the event's publication stays open until the passage has ended
     */
    Optional<Passage> passage(NexusEvent<?> event, EventDraft<?> draft, boolean replies, Passage.Listener listener);

    /** On the loop: runs a task once there, when the receiving domain is half empty or refuses everything. */
    void whenRoom(Runnable task);

    /**
     * On the loop: the sending domain pauses after the current event, unless domains would wait for each other in a circle.
     *
     * @param untilGone calls back when there is no need to any more
     */
    void pause(Consumer<Runnable> untilGone);

    /** Any thread: runs a task on the loop, between two events; not before the sending domain starts. */
    void post(Runnable task);

    /** Tells those who want to know what has happened in the sending domain, without waiting and without throwing. */
    void tell(Supplier<Happening> what);

    /** Whether the calling thread is in a loop, which must not wait. */
    boolean isInLoop();

    /** Any thread: waits for a stage, but not in a loop, nor for a domain that has not started or has ended. */
    void await(CompletionStage<Void> stage, Duration deadline);
}
