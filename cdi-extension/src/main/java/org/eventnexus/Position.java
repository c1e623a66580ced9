package org.eventnexus;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a domain's log, opaque to everybody but the log.
 *
 * <p>Later positions compare greater. The token is URL-safe and never {@code "0"}. Immutable.
 *
 * @param epoch what tells one life of a log from another: a memory log takes a greater one at each start
 * @param sequence the number of the event within the epoch, from 1; 0 is the place before the first
 */
public record Position(long epoch, long sequence) implements Comparable<Position> {
    /** Base 36; the epoch has all its digits, so that a word with a dash is not mistaken for a position. */
    private static final Pattern TOKEN = Pattern.compile("([0-9a-z]{13})-([1-9a-z][0-9a-z]{0,11}|0)");

    private static final int RADIX = 36;
    private static final int EPOCH_DIGITS = 13;

    public Position {
        if (epoch <= 0 || sequence < 0) {
            throw new IllegalArgumentException("not a position: epoch " + epoch + ", sequence " + sequence);
        }
    }

    /** The position that a token stands for; empty if it is not a token. */
    public static Optional<Position> parse(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Position(Long.parseLong(matcher.group(1), RADIX), Long.parseLong(matcher.group(2), RADIX)));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Position other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
    }

    /** The token. */
    @Override
    public String toString() {
        String digits = Long.toString(epoch, RADIX);
        return "0".repeat(EPOCH_DIGITS - digits.length()) + digits + '-' + Long.toString(sequence, RADIX);
    }
}
