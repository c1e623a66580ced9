package org.eventnexus.race;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A test's random choices: the same seed brings the same ones. Each thread takes a source of its own, as choices that
 * several threads take from one would depend on the race.
 */
public final class Chance {
    /** The system property that gives the seed; a new one for each test if it is not set. */
    public static final String SEED = "race.seed";

    private static final int LONGEST_DELAY = 300;

    private final long seed;
    private final Random random;

    Chance(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    long seed() {
        return seed;
    }

    /** A number from 0, below the bound. For one thread. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** One of several. For one thread. */
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** For one thread. */
    public void shuffle(List<?> list) {
        Collections.shuffle(list, random);
    }

    /** For another thread. */
    public Chance fork() {
        return new Chance(random.nextLong());
    }

    /** Lets others be first, perhaps: from nothing to some microseconds. */
    public void delay() {
        for (int spins = random.nextInt(LONGEST_DELAY); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }
}
