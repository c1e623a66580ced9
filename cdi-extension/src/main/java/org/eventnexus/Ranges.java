package org.eventnexus;

import java.time.Duration;

/** What settings may be; says so of one that is not. */
final class Ranges {
    private static final Duration LONGEST = Duration.ofDays(1);

    private Ranges() {}

    static int number(String setting, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(setting + " is " + value + ", not " + min + " to " + max);
        }
        return value;
    }

    static Duration duration(String setting, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(setting + " is " + value + ", not more than zero and at most a day");
        }
        return value;
    }
}
