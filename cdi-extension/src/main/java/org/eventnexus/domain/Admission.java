package org.eventnexus.domain;

import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.domain.Mailbox.Answer;

/**
 * The way into a domain's mailbox: what becomes of an event there, whoever publishes it, by the domain's state and its
 * overflow policy. Who has to wait does so in the {@link WaitingRoom}. Thread-safe.
 */
final class Admission implements Obstacle {
    private final Domain domain;
    private final Mailbox mailbox;
    private final Overflow overflow;
    private final int halfEmpty;
    private final String whenFull;
    private final LongAdder refused = new LongAdder();
    private final FullQueue fullQueue;

    private final WaitingRoom waitingRoom;
    /** Under the lock of this. */
    private int congestions;

    Admission(Domain domain, Mailbox mailbox) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.overflow = domain.config().overflow();
        this.whenFull = "its queue is full, and its overflow policy is "
                + overflow.name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.halfEmpty = mailbox.capacity() / 2;
        this.fullQueue = new FullQueue(domain, mailbox.capacity());
        this.waitingRoom = new WaitingRoom(domain, mailbox, this);
    }

    long refused() {
        return refused.sum();
    }

    /** Admits an event, or refuses it in the end; may hold the calling thread. */
    void admit(Delivery<?> delivery) {
        Answer answer = mailbox.offer(delivery);
        if (answer != Answer.ADMITTED) {
            answer = answer == Answer.FULL ? offerToFull(delivery) : offerToClosed(delivery);
        }
        conclude(delivery, answer);
    }

    /** The same for several events, all or none. */
    void admit(Batch batch) {
        Answer answer = batch.offerTo(mailbox);
        if (answer != Answer.ADMITTED) {
            answer = answer == Answer.FULL ? offerToFull(batch) : offerToClosed(batch);
        }
        conclude(batch, answer);
    }

    /** The same without holding the calling thread: the event may wait by itself. */
    void admitAsync(AsyncDelivery<?> delivery) {
        if (domain.currentLoop() != null) {
            admit(delivery); // which holds no loop
        } else {
            offerOrPark(delivery);
        }
    }

    /** The same for several events, all or none. */
    void admitAsync(Batch batch) {
        if (domain.currentLoop() != null) {
            admit(batch);
        } else {
            offerOrPark(batch);
        }
    }

    private void offerOrPark(Entrant entrant) {
        Answer answer =
                waitingRoom.isEmpty() ? entrant.offerTo(mailbox) : Answer.FULL; // not past those who wait already
        if (answer == Answer.FULL) {
            foundFull();
            answer = mayWait() ? waitingRoom.park(entrant) : entrant.offerTo(mailbox);
        }
        if (answer != null) {
            conclude(entrant, answer);
        }
    }

    /** Admits an event if there is a place for it right now, and counts it as refused otherwise; holds nobody up. */
    void admitAtOnce(Delivery<?> delivery) {
        conclude(delivery, mailbox.offer(delivery));
    }

    /** An event of the engine's own came to nothing. */
    void untold() {
        refused.increment();
    }

    /** Admits an event for which a place was kept, see {@link Airlock}; others may know it already. */
    void admitHeld(Delivery<?> delivery) {
        Answer answer;
        synchronized (delivery) {
            answer = mailbox.offer(delivery);
            if (answer == Answer.FULL && !mailbox.isClosing()) {
                answer = mailbox.offerOverdraft(delivery); // a moment's, or a closed domain's of a congested ring
            }
        }
        conclude(delivery, answer);
    }

    /** The same for several, whose ids are given already. */
    void admitHeld(Batch batch) {
        Answer answer = batch.offerReserved(mailbox);
        if (answer == Answer.FULL && !mailbox.isClosing()) {
            answer = batch.overdraw(mailbox);
        }
        conclude(batch, answer);
    }

    /** A kept place is free again. */
    void placeFreed() {
        waitingRoom.roomMade();
    }

    /**
     * Admits an event that a boundary brings, on another domain's loop: like one from outside, but without an overdraft also
     * while only loops are let in.
     *
     * @return {@code FULL} if it may come again when there is room; otherwise this is the end
     */
    Answer admitForwarded(Delivery<?> delivery) {
        Answer answer = mailbox.offer(delivery);
        if (answer != Answer.ADMITTED && (overflow.displaces() || hasRoomBesides())) {
            answer = mailbox.offerOverdraft(delivery);
        } else if (answer == Answer.CLOSED && !mailbox.isClosed()) {
            answer = Answer.FULL; // drained together with the sender
        }
        if (answer == Answer.FULL && overflow == Overflow.AWAIT) {
            return answer;
        }
        conclude(delivery, answer);
        return answer == Answer.FULL ? Answer.CLOSED : answer;
    }

    void conclude(Entrant entrant, Answer answer) {
        if (answer == Answer.ADMITTED) {
            entrant.admitted(domain.entrance());
        } else {
            entrant.refused(this, answer == Answer.FULL ? whyFull() : "it has stopped");
        }
    }

    String whyFull() {
        return domain.state() == Nexus.State.READY ? "its queue is full, and it has not started" : whenFull;
    }

    /** Ends an event that is not admitted, be it a secondary one over the limit. */
    void refuse(Delivery<?> delivery, String why) {
        refused.increment();
        domain.types().of(delivery.type).refused();
        domain.entrance().forget(delivery);
        delivery.refuse(why);
    }

    /** Why events are refused or dropped when the queue is full. */
    String whenFull() {
        return whenFull;
    }

    /** Whether there will be room: not before the start, after which the loop comes, sooner or later. */
    private boolean mayWait() {
        Nexus.State state = domain.state();
        return overflow == Overflow.AWAIT && (state == Nexus.State.LOOPING || state == Nexus.State.STARTING);
    }

    /** Somebody has found no free place, be it that another event was dropped for it. */
    void foundFull() {
        fullQueue.foundFull();
    }

    private Answer offerToFull(Entrant entrant) {
        foundFull();
        Loop sender = domain.currentLoop();
        if (sender == null) {
            return mayWait() ? waitingRoom.await(entrant) : entrant.offerTo(mailbox);
        }
        // Whatever the state is by now, if not READY: the domain may just be drained together with the sender's.
        boolean overdraws = overflow == Overflow.AWAIT && domain.state() != Nexus.State.READY;
        return overdraws ? offerFromLoop(entrant, sender) : entrant.offerTo(mailbox);
    }

    /** While domains are drained together, their loops may go on publishing into them, as room and policy allow. */
    private Answer offerToClosed(Entrant entrant) {
        Loop sender = domain.currentLoop();
        if (sender == null) {
            return Answer.CLOSED;
        }
        boolean full = mailbox.size() + entrant.places() > mailbox.capacity();
        return switch (overflow) {
            case AWAIT -> full ? offerFromLoop(entrant, sender) : entrant.overdraw(mailbox);
            case FAIL, DROP_NEWEST -> full ? Answer.FULL : entrant.overdraw(mailbox);
            case DROP_OLDEST, KEEP_LATEST -> entrant.overdraw(mailbox);
        };
    }

    private Answer offerFromLoop(Entrant entrant, Loop sender) {
        Answer answer = entrant.overdraw(mailbox);
        if (answer == Answer.ADMITTED && sender != domain.loop()) {
            sender.drain().backpressure().ask(this);
        }
        return answer;
    }

    @Override
    public Domain behind() {
        return domain;
    }

    @Override
    public void whenGone(Runnable callback) {
        whenHalfEmpty(callback);
    }

    /** Calls back once, as soon as the mailbox is half empty; the callback must do no more than wake somebody. */
    void whenHalfEmpty(Runnable callback) {
        waitingRoom.whenRoom(0, callback);
    }

    /** The same as soon as there is room for so many as well. */
    void whenRoom(int places, Runnable callback) {
        waitingRoom.whenRoom(places, callback);
    }

    /** The same for what a boundary brings, which takes no places that are kept for a batch. */
    void whenRoomBesides(Runnable callback) {
        waitingRoom.whenRoomBesides(callback);
    }

    /** The loop, now and then and whenever it rests: lets those who wait go on if the mailbox is half empty. */
    void roomMade() {
        mailbox.publishHead();
        VarHandle.fullFence(); // who waits is counted, then looks once more; we make room, then look who is counted
        waitingRoom.roomMade();
        fullQueue.roomMade();
    }

    /** Whether there is a place that is not kept for a batch. */
    private boolean hasRoomBesides() {
        return mailbox.size() + waitingRoom.kept() < mailbox.capacity();
    }

    /** Whether all places are taken. */
    boolean isFull() {
        return mailbox.size() >= mailbox.capacity();
    }

    /** A closed mailbox counts as well: nobody may wait for it. */
    boolean isHalfEmpty() {
        return isAtMost(halfEmpty);
    }

    /** Whether no more than so many events wait or have places kept for them; so it counts a closed mailbox. */
    boolean isAtMost(int events) {
        return mailbox.size() + domain.publishing().places() <= events || mailbox.isClosed();
    }

    /** Admits nothing from outside until {@link #openToOutside} was called as often. */
    synchronized void closeToOutside() {
        mailbox.admit(++congestions == 0);
    }

    void openToOutside() {
        synchronized (this) {
            mailbox.admit(--congestions == 0);
        }
        waitingRoom.release();
    }

    /** Refuses what comes from outside from now on, those who wait included; loops may go on until {@link #close}. */
    void beginClose() {
        mailbox.beginClose();
        waitingRoom.close();
    }

    /** Refuses everything from now on, those who wait included. */
    void close() {
        mailbox.close();
        waitingRoom.release();
    }
}
