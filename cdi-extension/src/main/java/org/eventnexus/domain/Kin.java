package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How an event is related to others by emission (R4). Children are handed over to the loop when their parent's receivers
 * are done, and a parent ends after its children.
 */
final class Kin {
    /** Instead of children that are the loop's to handle. */
    private static final List<Delivery<?>> TAKEN = List.of();

    /** Null for a first event. */
    final Delivery<?> parent;

    private final Kin first;

    /** Of the first one: secondary events of the whole family so far; guarded by it. */
    private int family;

    /** Null for none yet: most have none. */
    private List<Delivery<?>> children;

    /** Whether nobody took it but filters, which emitted the children; owned by the loop. */
    boolean unhandled;

    /** Whether its receivers are done; owned by the loop. */
    boolean received;

    /** What its end waits for: children handed over, and {@linkplain Part parts} elsewhere; owned by the loop. */
    int pending;

    private Kin(Delivery<?> parent, Kin first) {
        this.parent = parent;
        this.first = first == null ? this : first;
    }

    static Kin ofFirst() {
        return new Kin(null, null);
    }

    /** On the loop, of an event of which nobody knows who could emit. */
    static Kin withoutChildren() {
        Kin kin = ofFirst();
        kin.children = TAKEN;
        return kin;
    }

    Kin ofChild(Delivery<?> parent) {
        return new Kin(parent, first);
    }

    /** Whether so many more may be emitted. */
    boolean reserve(int count, int max) {
        synchronized (first) {
            boolean mayEmit = count <= max - first.family;
            if (mayEmit) {
                first.family += count;
            }
            return mayEmit;
        }
    }

    /** Adds children; {@code number} gives them their sequences, in the order of emission. */
    synchronized void add(Runnable number, Delivery<?>... emitted) {
        number.run();
        if (children == null) {
            children = new ArrayList<>(2);
        }
        Collections.addAll(children, emitted);
    }

    /** On the loop: the children emitted so far, which are this one's to handle. */
    List<Delivery<?>> take() {
        return children == TAKEN ? TAKEN : takeNow(); // only the loop says so
    }

    private synchronized List<Delivery<?>> takeNow() {
        List<Delivery<?>> taken = children == null ? TAKEN : children;
        children = TAKEN;
        pending += taken.size();
        return taken;
    }

    /** Any thread: the children that are not handed over yet. */
    synchronized List<Delivery<?>> emitted() {
        return children == null ? List.of() : List.copyOf(children);
    }
}
