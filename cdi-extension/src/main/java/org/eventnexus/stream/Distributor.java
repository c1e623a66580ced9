package org.eventnexus.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.eventnexus.EventLog;
import org.eventnexus.EventSelector;
import org.eventnexus.Happening;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.StreamStats;
import org.eventnexus.log.MemoryLog;
import org.eventnexus.metrics.FlightRecorder;

/**
 * Brings what is admitted to those who follow, in the order of positions. By a task of its own, or by a publisher if that has
 * fallen behind: a publisher that goes on would overwrite what has not been distributed. Thread-safe.
 */
final class Distributor {
    private static final int PART = 128;
    private static final int SHORTEST_TAIL = 1_024;
    private static final int MAX_YIELDS = 10_000;

    private final Surroundings domain;
    /** A mailbox holds no more unfinished admissions than its capacity: with this they do not fill half of the tail. */
    private final int length;

    private final SerialTask task;
    private final LongAdder dropped = new LongAdder();
    /** A permit for each time that a follower has moved since the end. */
    private final Semaphore changes = new Semaphore(0);

    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock.
    /** Null while nobody follows. */
    private volatile MemoryLog tail;

    private volatile long distributed;
    private volatile boolean running;
    private volatile boolean ended;
    // Under the lock.
    private final Set<Follower> followers = Collections.newSetFromMap(new IdentityHashMap<>(0));
    private final Map<EventSelector, Set<Follower>> live = new LinkedHashMap<>(0);
    private final FedEvents fed = new FedEvents();
    private List<Follower> touched = new ArrayList<>(0);
    private int streams;

    Distributor(Surroundings domain) {
        this.domain = domain;
        this.length = Math.max(SHORTEST_TAIL, 4 * domain.capacity());
        this.task = new SerialTask(domain.executor(), domain, this::distributePart);
    }

    Surroundings domain() {
        return domain;
    }

    /** Events that may be behind each other before a publisher helps, twice. */
    int length() {
        return length;
    }

    // ---- publishers

    /** After an event is in the mailbox, and so in the tail. Costs nothing but a look if nobody follows. */
    void signal(long sequence) {
        if (tail == null) {
            return;
        }
        if (running) {
            task.wake();
        }
        if (sequence - distributed > length / 2) {
            help();
        }
    }

    private void help() {
        lock.lock();
        try {
            distribute(length);
        } finally {
            wakeAndUnlock();
        }
    }

    // ---- the task

    private boolean distributePart() {
        boolean more;
        lock.lock();
        try {
            more = distribute(PART);
        } finally {
            wakeAndUnlock();
        }
        return more;
    }

    /** Whether there may be more. */
    private boolean distribute(int max) {
        MemoryLog from = tail;
        long at = distributed;
        for (int i = 0; i < max && from == tail && from != null; i++) {
            passFed(at);
            NexusEvent<?> event = from.read(at + 1);
            if (event != null) {
                at++;
                pass(event);
            } else {
                long lost = from.oldest() - at - 1;
                if (lost <= 0) {
                    distributed = at;
                    return false;
                }
                loseAll(lost);
                at += lost;
            }
        }
        distributed = at;
        passFed(at);
        return tail != null;
    }

    private boolean pass(NexusEvent<?> event) {
        boolean wanted = false;
        for (Iterator<Map.Entry<EventSelector, Set<Follower>>> groups =
                        live.entrySet().iterator();
                groups.hasNext(); ) {
            Map.Entry<EventSelector, Set<Follower>> group = groups.next();
            if (group.getKey().matches(event)) {
                wanted |= pass(event, group.getValue());
                if (group.getValue().isEmpty()) {
                    groups.remove();
                }
            }
        }
        return wanted;
    }

    private boolean pass(NexusEvent<?> event, Set<Follower> group) {
        boolean wanted = false;
        boolean isFed = event.sequence() == 0;
        for (Iterator<Follower> each = group.iterator(); each.hasNext(); ) {
            Follower follower = each.next();
            boolean passes = isFed ? follower instanceof StreamSubscription : event.sequence() >= follower.from;
            if (passes) {
                wanted = true;
                touch(follower);
                if (!follower.offer(event)) {
                    follower.live = false;
                    each.remove();
                }
            }
        }
        return wanted;
    }

    private void passFed(long at) {
        for (NexusEvent<?> event = fed.poll(at); event != null; event = fed.poll(at)) {
            if (!pass(event)) {
                fed.keep(event);
            }
        }
    }

    private void loseAll(long count) {
        List.copyOf(followers).forEach(follower -> {
            if (follower.live) {
                touch(follower);
                if (!follower.lose(count)) {
                    retire(follower);
                }
            }
        });
    }

    private void touch(Follower follower) {
        if (!follower.touched) {
            follower.touched = true;
            touched.add(follower);
        }
    }

    /** Executors may run tasks on the calling thread: not under the lock. */
    private void wakeAndUnlock() {
        List<Follower> woken = List.of();
        if (!touched.isEmpty()) {
            woken = touched;
            touched = new ArrayList<>(0);
            woken.forEach(follower -> follower.touched = false);
        }
        boolean awake = running;
        lock.unlock();
        if (awake) {
            woken.forEach(follower -> follower.task.wake());
        }
    }

    // ---- followers come and go

    /** What became of a wish to follow. */
    enum Entry {
        FOLLOWS,
        FULL,
        ENDED
    }

    /** From now on it is given events; one that replays, when it says so. */
    Entry enter(Follower follower, int most) {
        boolean begins;
        lock.lock();
        try {
            boolean isStream = follower instanceof StreamSubscription;
            if (ended) {
                return Entry.ENDED;
            }
            if ((isStream ? streams : followers.size() - streams) >= most) {
                return Entry.FULL;
            }
            follow();
            followers.add(follower);
            streams += isStream ? 1 : 0;
            follower.from = domain.sequence() + 1;
            follower.recorded = isStream ? FlightRecorder.streaming() : null;
            activate(follower);
            begins = running;
        } finally {
            wakeAndUnlock();
        }
        tell(follower, true);
        if (begins) {
            begin(follower);
        }
        return Entry.FOLLOWS;
    }

    private void tell(Follower follower, boolean opened) {
        if (!opened && follower.recorded != null) {
            FlightRecorder.streamed(follower.recorded, domain.domain(), follower.selector.toString(), newest(), false);
        }
        domain.tell(() -> happening(follower, opened));
    }

    private String newest() {
        EventLog log = domain.log();
        return log == null || domain.sequence() == 0 ? null : new Position(log.epoch(), domain.sequence()).toString();
    }

    private Happening happening(Follower follower, boolean opened) {
        String name = domain.domain();
        String selector = follower.selector.toString();
        if (follower instanceof StreamSubscription) {
            return opened ? new Happening.StreamOpened(name, selector) : new Happening.StreamClosed(name, selector);
        }
        return opened ? new Happening.WaiterOpened(name, selector) : new Happening.WaiterClosed(name, selector);
    }

    private static void begin(Follower follower) {
        follower.begin();
        follower.task.wake();
    }

    private void follow() {
        if (tail == null) {
            MemoryLog begun = domain.newTail(length);
            domain.follow(begun); // first: what gets its sequence after the next line is in it
            distributed = domain.sequence();
            tail = begun;
        }
    }

    private void activate(Follower follower) {
        if (follower instanceof StreamSubscription<?> stream) {
            if (stream.isReplaying()) {
                return;
            }
            passFed(distributed);
            fed.pour(stream);
        }
        follower.live = true;
        live.computeIfAbsent(follower.selector, selector -> Collections.newSetFromMap(new IdentityHashMap<>(2)))
                .add(follower);
    }

    /** A stream has read the log up to a sequence: whether it gets the rest from here, or has been given its end. */
    boolean join(StreamSubscription<?> stream, long next) {
        lock.lock();
        try {
            if (next <= distributed) {
                return false;
            }
            stream.replay(null);
            if (!ended && followers.contains(stream)) {
                stream.from = next;
                activate(stream);
            }
            return true;
        } finally {
            wakeAndUnlock();
        }
    }

    void leave(Follower follower) {
        boolean left;
        lock.lock();
        try {
            retire(follower);
            left = followers.remove(follower);
            if (left) {
                streams -= follower instanceof StreamSubscription ? 1 : 0;
                if (followers.isEmpty()) {
                    unfollow();
                }
            }
        } finally {
            wakeAndUnlock();
        }
        if (left) {
            tell(follower, false);
        }
    }

    private void retire(Follower follower) {
        Set<Follower> group = follower.live ? live.get(follower.selector) : null;
        follower.live = false;
        if (group != null && group.remove(follower) && group.isEmpty()) {
            live.remove(follower.selector);
        }
    }

    /** What is fed has its turn now: nothing is left that it would have to come after. */
    private void unfollow() {
        if (tail != null) {
            domain.follow(null);
            tail = null;
            passFed(Long.MAX_VALUE);
        }
    }

    /** Whether there was room for it, and somebody to keep it for. */
    boolean feed(NexusEvent<?> event) {
        lock.lock();
        try {
            if (ended || !fed.add(event, domain.sequence())) {
                return false;
            }
            if (tail == null) {
                passFed(Long.MAX_VALUE);
            } else {
                distribute(PART);
            }
        } finally {
            wakeAndUnlock();
        }
        if (tail != null && running) {
            task.wake();
        }
        return true;
    }

    // ---- the domain's life

    /** Executor and scheduler may be used from now on. */
    void start() {
        List<Follower> waiting;
        lock.lock();
        try {
            running = !ended;
            waiting = List.copyOf(followers);
        } finally {
            lock.unlock();
        }
        if (running) {
            waiting.forEach(Distributor::begin);
            task.wake();
        }
    }

    /** Nothing is admitted any more, or not for those who follow: gives out what is there, unless it is to end at once. */
    void end(boolean atOnce) {
        lock.lock();
        try {
            if (!ended && !atOnce) {
                distributeRest();
            }
            ended = true;
            live.clear();
            unfollow();
            fed.clear();
        } finally {
            wakeAndUnlock();
        }
    }

    /** A thread of a receiver's own may be between claim and append; it may also have died there. */
    private void distributeRest() {
        for (int yields = 0; tail != null && distributed < domain.sequence() && yields < MAX_YIELDS; ) {
            if (!distribute(PART)) {
                yields++;
                Thread.yield();
            }
        }
        passFed(Long.MAX_VALUE);
    }

    /** Those whose end has not come. */
    List<Follower> followers() {
        lock.lock();
        try {
            return new ArrayList<>(followers);
        } finally {
            lock.unlock();
        }
    }

    Semaphore changes() {
        return changes;
    }

    /** A follower has passed something on. */
    void moved() {
        if (ended) {
            changes.release();
        }
    }

    boolean isRunning() {
        return running;
    }

    // ---- figures

    void dropped(long count) {
        dropped.add(count);
    }

    StreamStats stats(long fedSoFar) {
        lock.lock();
        try {
            return new StreamStats(streams, followers.size() - streams, dropped.sum(), fedSoFar, fed.kept());
        } finally {
            lock.unlock();
        }
    }
}
