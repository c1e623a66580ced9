package org.eventnexus.rendezvous;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Where offers and wishes wait, and meet in the order of their arrival. Everything happens in one order, under its lock. */
final class Meeting<T> {
    /** Null where nothing takes time. */
    private final ScheduledExecutorService scheduler;

    private final LongSupplier nanoTime;
    private final int maxWaiting;

    // Guarded by this. Of the two lines one is empty, unless all that waits is one exchange with both its halves.
    private final LinkedHashSet<Half<T>> offers = new LinkedHashSet<>();
    private final LinkedHashSet<Half<T>> wishes = new LinkedHashSet<>();
    /** Decided, and perhaps not told yet. */
    private final ArrayDeque<Party<T, ?>> toTell = new ArrayDeque<>();

    Meeting(ScheduledExecutorService scheduler, LongSupplier nanoTime, int maxWaiting) {
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
        this.maxWaiting = maxWaiting;
    }

    /** @param timeout null for ever; zero or less for a party that does not wait */
    <P extends Party<T, ?>> P enter(P party, Duration timeout) {
        boolean timed = timeout != null && timeout.compareTo(Duration.ZERO) > 0;
        if (timed && scheduler == null) {
            throw new IllegalStateException("ENX-0095 This rendezvous has no scheduler, which a timeout needs:"
                    + " give it one when you make it");
        }
        boolean waits;
        synchronized (this) {
            arrive(party, timeout != null && !timed);
            party.timed = timed;
            waits = !party.isDecided();
            if (timed && waits) {
                party.deadline = nanoTime.getAsLong() + nanos(timeout);
            }
        }
        tell();
        if (timed && waits) {
            startTimer(party, timeout);
        }
        return party;
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    private void startTimer(Party<T, ?> party, Duration timeout) {
        try {
            Future<?> timer =
                    scheduler.schedule(() -> leave(party, party::expire), nanos(timeout), TimeUnit.NANOSECONDS);
            synchronized (this) {
                if (!party.isDecided()) {
                    party.timer = timer;
                    return;
                }
            }
            timer.cancel(false);
        } catch (RejectedExecutionException rejected) {
            leave(party, () -> party.fail(rejected));
        }
    }

    private void arrive(Party<T, ?> party, boolean atOnce) {
        int places = (party.offer == null ? 0 : 1) + (party.wish == null ? 0 : 1);
        boolean full = offers.size() + wishes.size() > maxWaiting - places;
        if (full && places > 1) {
            party.fail(tooMany());
            return;
        }
        Half<T> wish = party.wish; // an exchange that gives first has none yet
        if (party.offer != null) {
            offer(party.offer);
        }
        if (wish != null) {
            wish(wish);
        }
        if (party.isDecided()) {
            return;
        }
        if (atOnce) {
            remove(party);
            party.expire();
        } else if (full && isWaitingToBegin(party)) {
            remove(party);
            party.fail(tooMany());
        }
    }

    /** An exchange that has given waits in the place of the party that it gave to. */
    private boolean isWaitingToBegin(Party<T, ?> party) {
        return !(party instanceof Exchanger<?> exchanger) || exchanger.givesFirst();
    }

    private RejectedExecutionException tooMany() {
        return new RejectedExecutionException(
                "ENX-0093 " + maxWaiting + " wait at this rendezvous already, which is its"
                        + " bound: have more of the other side, or a higher bound");
    }

    // Under the lock.

    private void offer(Half<T> offer) {
        Half<T> wish = oldest(wishes, waiting -> waiting.party != offer.party);
        if (wish != null) {
            meet(offer, wish);
            return;
        }
        if (givesFirst(offer)) {
            Half<T> other = oldest(offers, Meeting::givesFirst);
            if (other != null) {
                swap(offer, other);
                return;
            }
        }
        offers.add(offer);
    }

    void wish(Half<T> wish) {
        Half<T> offer = oldest(offers, waiting -> waiting.party != wish.party);
        if (offer != null) {
            meet(offer, wish);
        } else {
            wishes.add(wish);
        }
    }

    private void meet(Half<T> offer, Half<T> wish) {
        end(offer);
        end(wish);
        wish.party.got(offer.value);
        offer.party.given();
    }

    /** Two exchanges that both want to give first: each takes what the other gives. */
    private void swap(Half<T> one, Half<T> other) {
        end(one);
        end(other);
        one.party.got(other.value);
        other.party.got(one.value);
    }

    private static boolean givesFirst(Half<?> half) {
        return half.party instanceof Exchanger<?> exchanger && exchanger.givesFirst();
    }

    /** Almost always the first in line. */
    private static <T> Half<T> oldest(Collection<Half<T>> line, Predicate<Half<T>> fits) {
        for (Half<T> half : line) {
            if (fits.test(half)) {
                return half;
            }
        }
        return null;
    }

    private void end(Half<T> half) {
        if (half.party.offer == half) {
            offers.remove(half);
            half.party.offer = null;
        } else {
            wishes.remove(half);
            half.party.wish = null;
        }
    }

    private void remove(Party<T, ?> party) {
        if (party.offer != null) {
            end(party.offer);
        }
        if (party.wish != null) {
            end(party.wish);
        }
    }

    void toTell(Party<T, ?> party) {
        toTell.add(party);
    }

    // Outside it.

    /**
     * Completes the stages of what has been decided, by whomever: a caller that has seen a meeting's effect also sees the
     * stages of those who met completed. Therefore a party stays in the list until it has been told.
     */
    private void tell() {
        for (Party<T, ?> party = first(); party != null; party = next(party)) {
            party.tell();
        }
    }

    private synchronized Party<T, ?> first() {
        return toTell.peek();
    }

    private synchronized Party<T, ?> next(Party<T, ?> told) {
        toTell.remove(told); // the first, unless another was faster
        return toTell.peek();
    }

    /** Ends an undecided party in some way, and says whether it did. */
    boolean leave(Party<T, ?> party, Runnable decision) {
        boolean leaves;
        synchronized (this) {
            leaves = !party.isDecided();
            if (leaves) {
                remove(party);
                decision.run();
            }
        }
        tell();
        return leaves;
    }

    /** Ends all that wait. */
    void reset() {
        synchronized (this) {
            for (Party<T, ?> party : waiting()) {
                remove(party);
                if (!party.isDecided()) {
                    party.fail(new CancellationException("the rendezvous has been reset"));
                }
            }
        }
        tell();
    }

    /** Ends those whose time is up and whose timer has not said so, and gives their number. */
    int cleanUp() {
        int ended = 0;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            for (Party<T, ?> party : waiting()) {
                if (party.timed && !party.isDecided() && party.deadline - now <= 0) {
                    remove(party);
                    party.expire();
                    ended++;
                }
            }
        }
        tell();
        return ended;
    }

    private List<Party<T, ?>> waiting() {
        List<Party<T, ?>> parties = new ArrayList<>();
        offers.forEach(half -> parties.add(half.party));
        wishes.forEach(half -> parties.add(half.party));
        return parties;
    }

    synchronized int pending() {
        return offers.size() + wishes.size();
    }

    synchronized Rendezvous.State state() {
        return new Rendezvous.State(wishes.size(), offers.size());
    }
}
