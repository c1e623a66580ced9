package org.eventnexus.tests;

import java.util.List;
import java.util.stream.LongStream;
import org.eventnexus.Position;

/** Positions as a memory log gives them: each number once, and none left out, as long as nothing is refused. */
final class Positions {
    private Positions() {}

    /** So many after one, as tokens. */
    static List<String> after(Position position, int count) {
        return LongStream.rangeClosed(position.sequence() + 1, position.sequence() + count)
                .mapToObj(sequence -> new Position(position.epoch(), sequence).toString())
                .toList();
    }

    static List<String> after(String token, int count) {
        return after(Position.parse(token).orElseThrow(), count);
    }

    static long between(String from, Position to) {
        return to.sequence() - Position.parse(from).orElseThrow().sequence();
    }
}
