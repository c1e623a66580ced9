package org.eventnexus;

/**
 * How many events a collector works on at once: as many as the load asks for, but at least and at most so many. "Consumers"
 * are permits, not threads: a thread of the engine's is held only while a call is going on.
 *
 * @param min 1 to 1,000,000; also what a new collector begins with
 * @param max {@code min} to 1,000,000
 */
public record Concurrency(int min, int max) {
    private static final int MOST = 1_000_000;

    /** @throws IllegalArgumentException naming what is out of range */
    public Concurrency {
        Ranges.number("the least concurrency", min, 1, MOST);
        Ranges.number("the greatest concurrency", max, min, MOST);
    }

    /** Always the same number. */
    public static Concurrency of(int count) {
        return new Concurrency(count, count);
    }

    /**
     * Reads {@code 4} or {@code 2..16}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Concurrency parse(String text) {
        int dots = text.indexOf("..");
        try {
            return dots < 0
                    ? of(Integer.parseInt(text.strip()))
                    : new Concurrency(
                            Integer.parseInt(text.substring(0, dots).strip()),
                            Integer.parseInt(text.substring(dots + 2).strip()));
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("'" + text + "' is not a number such as 4, nor a range such as 2..16");
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return min == max ? Integer.toString(min) : min + ".." + max;
    }
}
