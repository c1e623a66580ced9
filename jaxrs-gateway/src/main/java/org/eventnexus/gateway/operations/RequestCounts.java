package org.eventnexus.gateway.operations;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts the gateway's answers by their class: 2xx, 4xx and so on. Thread-safe. */
public final class RequestCounts {
    private static final int CLASSES = 5;

    private final List<LongAdder> classes =
            Stream.generate(LongAdder::new).limit(CLASSES).toList();

    /** A request has been answered. */
    public void answered(int status) {
        int of = status / 100;
        if (of >= 1 && of <= CLASSES) {
            classes.get(of - 1).increment();
        }
    }

    List<Subject<LongAdder>> subjects() {
        return IntStream.rangeClosed(2, CLASSES)
                .mapToObj(of -> new Subject<>(Map.of("status", of + "xx"), () -> classes.get(of - 1)))
                .toList();
    }
}
