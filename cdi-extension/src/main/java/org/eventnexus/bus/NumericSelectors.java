package org.eventnexus.bus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eventnexus.EventSelector;
import org.eventnexus.EventSelector.Mask;
import org.eventnexus.EventSelector.Range;

/**
 * Ranges and masks, found by a number that they select. A range is kept at the few blocks that make it up, each of 2^n
 * numbers that differ in their last n bits alone; a number is in one block of each size, so that finding its ranges is 64
 * look-ups, however many there are. Not thread-safe.
 */
final class NumericSelectors {
    /** Half of all numbers. */
    private static final int LARGEST_BLOCK = Long.SIZE - 1;

    /** The numbers whose bits but for the last few are these. */
    private record Block(int lastBits, long firstBits) {
        static Block of(int lastBits, long number) {
            return new Block(lastBits, number >> lastBits);
        }
    }

    private final Map<Block, Set<Range>> ranges = new HashMap<>();
    private final Map<Integer, Set<Mask>> masks = new HashMap<>();

    void add(EventSelector selector) {
        if (selector instanceof Range range) {
            blocks(range).forEach(block -> add(ranges, block, range));
        } else if (selector instanceof Mask mask) {
            bits(mask.bits()).forEach(bit -> add(masks, bit, mask));
        }
    }

    void remove(EventSelector selector) {
        if (selector instanceof Range range) {
            blocks(range).forEach(block -> remove(ranges, block, range));
        } else if (selector instanceof Mask mask) {
            bits(mask.bits()).forEach(bit -> remove(masks, bit, mask));
        }
    }

    private static <K, S> void add(Map<K, Set<S>> map, K key, S selector) {
        map.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(selector);
    }

    private static <K, S> void remove(Map<K, Set<S>> map, K key, S selector) {
        map.computeIfPresent(key, (same, selectors) -> {
            selectors.remove(selector);
            return selectors.isEmpty() ? null : selectors;
        });
    }

    /** Those that select a number: the ranges, then the masks from the number's lowest bit to its highest. */
    Set<EventSelector> of(long number) {
        Set<EventSelector> found = new LinkedHashSet<>();
        if (!ranges.isEmpty()) {
            for (int lastBits = 0; lastBits <= LARGEST_BLOCK; lastBits++) {
                found.addAll(ranges.getOrDefault(Block.of(lastBits, number), Set.of()));
            }
        }
        if (!masks.isEmpty()) {
            bits(number).forEach(bit -> found.addAll(masks.getOrDefault(bit, Set.of())));
        }
        return found;
    }

    private static List<Integer> bits(long number) {
        List<Integer> bits = new ArrayList<>();
        for (long left = number; left != 0; left &= left - 1) {
            bits.add(Long.numberOfTrailingZeros(left));
        }
        return bits;
    }

    /** The largest block that begins where the range does, then that of what is left of the range, and so on. */
    private static List<Block> blocks(Range range) {
        List<Block> blocks = new ArrayList<>();
        long from = range.lowest();
        while (true) {
            int lastBits = lastBits(from, range.highest());
            blocks.add(Block.of(lastBits, from));
            long last = from | ones(lastBits);
            if (last == range.highest()) {
                return blocks;
            }
            from = last + 1;
        }
    }

    private static int lastBits(long from, long highest) {
        int lastBits = 0;
        while (lastBits < LARGEST_BLOCK && (from & ones(lastBits + 1)) == 0 && (from | ones(lastBits + 1)) <= highest) {
            lastBits++;
        }
        return lastBits;
    }

    private static long ones(int lastBits) {
        return (1L << lastBits) - 1;
    }
}
