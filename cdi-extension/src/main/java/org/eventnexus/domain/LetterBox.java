package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eventnexus.DeadLetter;
import org.eventnexus.DeadLetterException;
import org.eventnexus.DeadLetterException.Reason;
import org.eventnexus.DeadLetters;
import org.eventnexus.Happening;
import org.eventnexus.Position;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.bus.Receiver;
import org.eventnexus.log.Weight;

/**
 * A domain's dead letters. Thread-safe by one lock, which only failures and those who look pay for.
 *
 * <p>A letter that is being delivered again keeps its place until that is over, so that the waiting redeliveries are
 * bounded by the letters.
 */
final class LetterBox implements DeadLetters {
    private final Domain domain;
    private final int capacity;
    private final long maxBytes;

    // Guarded by this.
    private final TreeMap<Long, Letter> letters = new TreeMap<>();
    /** The numbers of those that are not being delivered again: they give way to newer ones. */
    private final TreeSet<Long> resting = new TreeSet<>();

    /** What the letters' events weigh. */
    private long bytes;

    private int removed;
    private long last;
    private boolean closed;

    LetterBox(Domain domain) {
        this.domain = domain;
        this.capacity = domain.config().deadLetters();
        this.maxBytes = domain.config().retentionBytes();
    }

    // ---- for users

    @Override
    public synchronized List<DeadLetter> list(String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", not at least 1");
        }
        var list = new ArrayList<DeadLetter>(Math.min(limit, letters.size()));
        for (Letter letter :
                letters.tailMap(after == null ? 0 : numberBehind(after), false).values()) {
            if (list.size() == limit) {
                break;
            }
            if (!letter.isRemoved()) {
                list.add(letter.shown());
            }
        }
        return list;
    }

    /** Letters of an earlier life of the domain came before all of this one's. */
    private long numberBehind(String after) {
        Position position =
                Position.parse(after).orElseThrow(() -> new IllegalArgumentException("this is no dead letter's id"));
        int byEpoch = Long.compare(position.epoch(), domain.epoch());
        return byEpoch == 0 ? position.sequence() : byEpoch < 0 ? 0 : Long.MAX_VALUE;
    }

    @Override
    public synchronized Optional<DeadLetter> find(String id) {
        return look(id).map(Letter::shown);
    }

    private Optional<Letter> look(String id) {
        return Position.parse(id)
                .filter(position -> position.epoch() == domain.epoch())
                .map(position -> letters.get(position.sequence()))
                .filter(letter -> !letter.isRemoved());
    }

    @Override
    public synchronized boolean remove(String id) {
        Optional<Letter> found = look(id);
        found.ifPresent(letter -> {
            if (letter.redelivery() == null) {
                delete(letter);
            } else {
                letter.remove();
                removed++;
            }
        });
        return found.isPresent();
    }

    private void delete(Letter letter) {
        letters.remove(letter.number);
        resting.remove(letter.number);
        bytes -= Weight.of(letter.event);
        if (letter.isRemoved()) {
            removed--;
        }
    }

    @Override
    public Publication redeliver(String id) {
        Redelivery<?> redelivery = claim(id);
        if (redelivery.letter.receiver != null && redelivery.letter.receiver.subscriber() instanceof Lane lane) {
            return redeliver(redelivery, lane);
        }
        domain.loop().post(() -> domain.loop().drain().addRedelivery(redelivery));
        return redelivery;
    }

    /** A lane that takes it does so beside the loop. One that does not was closed this moment. */
    private Publication redeliver(Redelivery<?> redelivery, Lane lane) {
        Refusal refusal = lane.redeliver(redelivery) ? null : refusal(redelivery);
        if (refusal != null) {
            if (refusal.error() != null) {
                redelivery.add(new Publication.Result(lane.name(), null, refusal.error()));
            }
            redelivery.end(refusal.status());
        }
        return redelivery;
    }

    private synchronized Redelivery<?> claim(String id) {
        Letter letter = look(id).orElseThrow(() -> not(Reason.UNKNOWN, id, "there is no such letter"));
        if (closed) {
            throw not(Reason.STOPPED, id, "the domain has stopped");
        }
        if (letter.redelivery() != null) {
            throw not(Reason.BUSY, id, "it is being delivered already");
        }
        if (isGone(letter.receiver)) {
            throw not(Reason.RECEIVER_GONE, id, gone(letter.receiver));
        }
        resting.remove(letter.number);
        return letter.redeliver();
    }

    private DeadLetterException not(Reason reason, String id, String why) {
        return new DeadLetterException(
                reason,
                "ENX-0018 the dead letter " + id + " of the domain '" + domain.name() + "' is not delivered again: "
                        + why);
    }

    private static boolean isGone(Receiver receiver) {
        return receiver != null && (!receiver.isActive() || receiver.isOrphaned());
    }

    private static String gone(Receiver receiver) {
        return "its receiver '" + receiver.name() + "' is registered no longer";
    }

    @Override
    public synchronized int size() {
        return letters.size() - removed;
    }

    // ---- for the loop

    /** Keeps an event on which a receiver has failed for good; the receiver is null if nobody took it. */
    void add(Delivery<?> delivery, Receiver receiver, int attempts, Throwable error) {
        Letter kept = keep(delivery, receiver, attempts, error);
        if (kept != null) {
            domain.tell(() -> new Happening.DeadLetterKept(
                    domain.name(), kept.id(), receiver == null ? null : receiver.name(), Happening.Event.of(delivery)));
        }
    }

    /** Null if there is no place for it. */
    private synchronized Letter keep(Delivery<?> delivery, Receiver receiver, int attempts, Throwable error) {
        if (letters.size() >= capacity) {
            if (resting.isEmpty()) {
                return null; // all are being delivered again
            }
            delete(letters.get(resting.first()));
        }
        var letter = new Letter(++last, delivery, receiver);
        letter.failed(error, attempts, domain.clock().currentTimeMillis());
        letters.put(letter.number, letter);
        resting.add(letter.number);
        bytes += Weight.of(letter.event);
        while (bytes > maxBytes && resting.first() < letter.number) {
            delete(letters.get(resting.first()));
        }
        return letter;
    }

    /** A redelivery has its turn: why it is not done after all; null if it is. */
    synchronized Refusal refusal(Redelivery<?> redelivery) {
        Letter letter = redelivery.letter;
        if (letter.isRemoved()) {
            delete(letter);
            return new Refusal(Status.DROPPED, null);
        }
        if (isGone(letter.receiver)) {
            rest(letter);
            return new Refusal(
                    Status.FAILED, not(Reason.RECEIVER_GONE, letter.shown().id(), gone(letter.receiver)));
        }
        return null;
    }

    /** @param error null if there is none to tell */
    record Refusal(Status status, DeadLetterException error) {}

    /** The receiver of a redelivery has failed for good once more, or still nobody takes the event. */
    synchronized void failedAgain(Redelivery<?> redelivery, int attempts, Throwable error) {
        Letter letter = redelivery.letter;
        if (letter.redelivery() == redelivery) { // else the domain has stopped
            letter.failed(error, attempts, domain.clock().currentTimeMillis());
            rest(letter);
        }
    }

    /** The receivers of a redelivery are done; a letter that has not failed once more is settled. */
    synchronized void redelivered(Redelivery<?> redelivery) {
        Letter letter = redelivery.letter;
        if (letter.redelivery() != redelivery) {
            return; // it failed, or the domain has stopped
        }
        if (isGone(letter.receiver)) {
            rest(letter); // it was perhaps not called any more
        } else {
            delete(letter);
        }
    }

    private void rest(Letter letter) {
        letter.redelivered();
        if (letter.isRemoved()) {
            delete(letter);
        } else {
            resting.add(letter.number);
        }
    }

    /** The domain has stopped: ends what still waits for redelivery. */
    void close() {
        List<Redelivery<?>> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Letter letter : List.copyOf(letters.values())) {
                if (letter.redelivery() != null) {
                    left.add(letter.redelivery());
                    rest(letter);
                }
            }
        }
        left.forEach(redelivery -> redelivery.end(Status.ABANDONED)); // without the lock, as somebody may be told
    }
}
