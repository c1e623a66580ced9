package org.eventnexus.cdi;

import java.util.Comparator;

/**
 * Why an application cannot be deployed.
 *
 * @param id what kind of problem it is, for looking it up
 * @param place class and method, or setting and where it was set
 * @param what is wrong
 * @param mend what to do about it
 */
record Problem(String id, String place, String what, String mend) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::id).thenComparing(Problem::place).thenComparing(Problem::what);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return id + ' ' + place + ": " + what + ". To mend it, " + mend + '.';
    }
}
