package org.eventnexus.boundary;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.boundary.Passage.Answer;
import org.eventnexus.bus.Receiver;

/**
 * A boundary with its queue. Owned by the sending domain's loop, which takes events, moves those that wait when the
 * receiving domain has room, and is told how they end; what others ask for is posted to it.
 */
final class QueuedBoundary implements Boundary, Passage.Listener {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    /** How many may wait if the sending domain cannot pause, as multiples of the capacity. */
    private static final long OVERDRAFT_FACTOR = 16;

    private final String name;
    private final BoundaryConfig config;
    private final Channel channel;
    private final DomainBoundaries owner;
    private final Receiver receiver;
    private final Duration drainTimeout;
    private final Tally tally = new Tally();

    // The loop's.
    private final ArrayDeque<Passage> queue = new ArrayDeque<>(0);
    private final List<Runnable> whenHalfEmpty = new ArrayList<>(0);
    private boolean waitsForRoom;
    private boolean closing;
    private boolean closed;
    /** Written by the loop: how many were abandoned before they were forwarded. */
    private volatile int left;

    /** Completes when it is closing and nothing that it has taken is on its way. */
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    QueuedBoundary(String name, BoundaryConfig config, Channel channel, DomainBoundaries owner, Duration drainTimeout) {
        this.name = name;
        this.config = config;
        this.channel = channel;
        this.owner = owner;
        this.drainTimeout = drainTimeout;
        this.receiver = Receiver.boundary(
                config.selectors(), name, new Intake(this, tally), config.options(), channel.registrar());
    }

    void open() {
        channel.register(receiver);
    }

    // ---- on the loop

    /** Takes an event. */
    void forward(NexusEvent<?> event, EventDraft<?> draft) {
        channel.passage(event, draft, config.replies(), this).ifPresentOrElse(this::take, () -> looped(event));
    }

    private void looped(NexusEvent<?> event) {
        tally.looped.increment();
        channel.tell(() -> new Happening.LoopStopped(from(), name, to(), Happening.Event.of(event)));
        LOG.log(
                Level.DEBUG,
                () -> "the boundary '" + name + "' does not forward " + event + " into the domain '" + to()
                        + "', which it comes from");
    }

    private void take(Passage passage) {
        unanswered(1);
        if (closed) {
            refuse(passage, "it is closed");
        } else if (!queue.isEmpty() || !cross(passage)) {
            enqueue(passage);
        }
    }

    /** Whether the receiving domain has said what becomes of an event. */
    private boolean cross(Passage passage) {
        Answer answer = passage.offer();
        switch (answer) {
            case FULL -> {
                return false;
            }
            case HELD -> {}
            default -> decided(passage, answer);
        }
        return true;
    }

    @Override
    public void decided(Passage passage, Answer answer) {
        switch (answer) {
            case ADMITTED -> {
                tally.forwarded.increment();
                unanswered(passage.hasReplies() ? 0 : -1);
            }
            case DUPLICATE -> {
                tally.duplicates.increment();
                unanswered(-1);
            }
            case REFUSED -> {
                tally.refused.increment();
                unanswered(-1);
            }
            case ANSWERED -> {
                tally.answered.increment();
                unanswered(-1);
            }
            default -> throw new IllegalArgumentException(answer.toString());
        }
    }

    private void enqueue(Passage passage) {
        boolean full = queue.size() >= config.capacity();
        if (full && config.overflow() == Overflow.DROP_NEWEST) {
            tally.dropped.increment();
            end(passage, List.of());
        } else if (full && config.overflow() == Overflow.FAIL) {
            refuse(passage, "its queue is full, and its overflow policy is fail");
        } else if (queue.size() >= OVERDRAFT_FACTOR * config.capacity()) {
            refuse(passage, "its queue is full, and the domains wait for each other in a circle");
        } else {
            queue.addLast(passage);
            tally.waiting = queue.size();
            passage.queued();
            waitForRoom();
            if (config.overflow() == Overflow.AWAIT && queue.size() >= config.capacity()) {
                channel.pause(this::whenHalfEmpty);
            }
        }
    }

    private void refuse(Passage passage, String why) {
        tally.refused.increment();
        var refusal = new PublicationException(
                Status.REFUSED, "ENX-0045 the boundary '" + name + "' into the domain '" + to() + "': " + why);
        end(passage, List.of(new Result(name, null, refusal)));
    }

    private void end(Passage passage, List<Result> results) {
        passage.end(results);
        unanswered(-1);
    }

    private void waitForRoom() {
        if (!waitsForRoom) {
            waitsForRoom = true;
            channel.whenRoom(this::roomMade);
        }
    }

    private void roomMade() {
        waitsForRoom = false;
        while (!queue.isEmpty()) {
            if (!cross(queue.peekFirst())) {
                waitForRoom();
                break;
            }
            queue.pollFirst();
        }
        shrunk();
    }

    private void shrunk() {
        tally.waiting = queue.size();
        if (isHalfEmpty() && !whenHalfEmpty.isEmpty()) {
            List<Runnable> told = List.copyOf(whenHalfEmpty);
            whenHalfEmpty.clear();
            told.forEach(Runnable::run);
        }
    }

    private boolean isHalfEmpty() {
        return queue.size() <= config.capacity() / 2;
    }

    private void whenHalfEmpty(Runnable callback) {
        if (isHalfEmpty()) {
            callback.run();
        } else {
            whenHalfEmpty.add(callback);
        }
    }

    private void unanswered(int by) {
        tally.unanswered += by;
        if (closing && tally.unanswered == 0) {
            drained.complete(null);
        }
    }

    @Override
    public void ended(Status status) {
        if (status == Status.UNHANDLED) {
            tally.unhandled.increment();
        }
        unanswered(-1);
    }

    @Override
    public void abandoned(Passage passage) {
        if (queue.remove(passage)) {
            tally.refused.increment();
            left++;
            shrunk();
        }
        unanswered(-1);
    }

    private void beginClose() {
        closing = true;
        unanswered(0);
    }

    /** The sending domain has ended: tells of what has not been forwarded. */
    void stopped() {
        int lost = left + tally.waiting;
        if (lost > 0) {
            LOG.log(
                    Level.WARNING,
                    "ENX-0046 the boundary ''{0}'' into the domain ''{1}'' stopped with {2} events not forwarded",
                    name,
                    to(),
                    lost);
        }
    }

    private void refuseWaiting() {
        closed = true;
        while (!queue.isEmpty()) {
            refuse(queue.pollFirst(), "it is closed");
        }
        shrunk();
    }

    // ---- any thread

    @Override
    public void close(Duration deadline) {
        if (owner.remove(this)) {
            receiver.cancel();
            channel.post(this::beginClose);
            channel.await(drained, deadline);
            if (!channel.isInLoop()) {
                channel.post(this::refuseWaiting);
            }
        }
    }

    @Override
    public void close() {
        close(drainTimeout);
    }

    @Override
    public boolean isActive() {
        return owner.contains(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String from() {
        return channel.from();
    }

    @Override
    public String to() {
        return channel.to();
    }

    @Override
    public BoundaryConfig config() {
        return config;
    }

    @Override
    public Stats stats() {
        return tally.stats();
    }

    @Override
    public String toString() {
        return "boundary " + name + " from " + from() + " to " + to();
    }
}
