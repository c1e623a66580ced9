package org.eventnexus.mutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of the code, broken on purpose.
 *
 * @param type the class, by the path of its source without the ending
 * @param name what is broken, in words
 * @param original the text that is there once, whatever its white space
 * @param replacement what takes its place
 * @param tests the test classes that should catch it, the quickest first
 * @param equivalent why nothing can catch it; null if something must
 */
record Mutant(String type, String name, String original, String replacement, List<String> tests, String equivalent) {

    /** Reads a file of them; the format is told in the folder's README. */
    static List<Mutant> parse(List<String> lines) {
        List<Mutant> mutants = new ArrayList<>();
        List<String> tests = List.of();
        String type = null;
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("class ")) {
                type = line.substring(6).strip();
            } else if (line.startsWith("tests ")) {
                tests = Arrays.asList(line.substring(6).strip().split("\\s+"));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            }
            if (line.isBlank() && !block.isEmpty()) {
                mutants.add(of(type, tests, block));
                block.clear();
            }
        }
        if (!block.isEmpty()) {
            mutants.add(of(type, tests, block));
        }
        return mutants;
    }

    private static Mutant of(String type, List<String> tests, List<String> block) {
        String equivalent = block.stream()
                .filter(line -> line.startsWith("= "))
                .map(line -> line.substring(2))
                .collect(Collectors.joining(" "));
        return new Mutant(
                type,
                block.get(0),
                marked(block, "- "),
                marked(block, "+ "),
                tests,
                equivalent.isEmpty() ? null : equivalent);
    }

    private static String marked(List<String> block, String mark) {
        return block.stream()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
    }

    /** The source with this one broken. */
    String applyTo(String source) {
        String pattern = Arrays.stream(original.strip().split("\\s+"))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+"));
        Matcher matcher = Pattern.compile(pattern).matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException(name + ": not found in " + type + ":\n" + original);
        }
        String mutated = source.substring(0, matcher.start()) + replacement + source.substring(matcher.end());
        if (matcher.find()) {
            throw new IllegalArgumentException(name + ": found twice in " + type + ":\n" + original);
        }
        return mutated;
    }

    int lineIn(String source) {
        int first = 0;
        String mutated = applyTo(source);
        while (source.charAt(first) == mutated.charAt(first)) {
            first++;
        }
        return (int) source.substring(0, first).lines().count();
    }
}
