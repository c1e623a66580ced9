package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * A domain's middlewares, in the order of registration: a linked list, so that one is removed in the same time however
 * many there are, while publishers go along it. Thread-safe.
 */
final class Middlewares {
    private final String domain;
    /** Before the first one, and after the last. */
    private final MiddlewareNode ends;

    Middlewares(String domain) {
        this.domain = domain;
        this.ends = MiddlewareNode.ends(this);
    }

    String domain() {
        return domain;
    }

    synchronized void add(MiddlewareNode node) {
        node.before = ends.before;
        node.next = ends;
        node.before.next = node;
        ends.before = node;
    }

    /** Who is on the way through it finds the next ones from it all the same. */
    synchronized void unlink(MiddlewareNode node) {
        node.before.next = node.next;
        node.next.before = node.before;
    }

    /** The first active one; null if there is none. */
    MiddlewareNode first() {
        return after(ends);
    }

    /** The next active one; null if there is none. */
    MiddlewareNode after(MiddlewareNode node) {
        MiddlewareNode next = node.next;
        while (next != ends && !next.isActive()) {
            next = next.next;
        }
        return next == ends ? null : next;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (MiddlewareNode node = first(); node != null; node = after(node)) {
            names.add(node.name());
        }
        return names;
    }
}
