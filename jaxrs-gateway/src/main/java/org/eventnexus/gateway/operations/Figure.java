package org.eventnexus.gateway.operations;

import java.util.function.ToDoubleFunction;

/**
 * What is told of each thing of one kind.
 *
 * @param name in the exposition; that of a counter ends in {@code _total}
 * @param help one sentence
 * @param value reads it
 * @param <T> the kind of thing
 */
record Figure<T>(String name, String help, Kind kind, ToDoubleFunction<T> value) {

    /** What may become of a figure. */
    enum Kind {
        /** It only grows. */
        COUNTER,
        GAUGE
    }

    static <T> Figure<T> counter(String name, String help, ToDoubleFunction<T> value) {
        return new Figure<>("eventnexus_" + name + "_total", help, Kind.COUNTER, value);
    }

    static <T> Figure<T> gauge(String name, String help, ToDoubleFunction<T> value) {
        return new Figure<>("eventnexus_" + name, help, Kind.GAUGE, value);
    }
}
