package org.eventnexus.tests;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of Prometheus' text format 0.0.4: it fails on a line that the format does not know, on samples without a
 * type, apart from their family or twice, on counters that are not named or valued as such, and on a missing last line end.
 */
final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") ((?:[^\\\\\\n]|\\\\\\\\|\\\\n)+)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\\\\\|\\\\\"|\\\\n)*\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "(" + NAME + ")(\\{" + LABEL + "(?:," + LABEL + ")*})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");

    /** Samples by name and labels, as they are written. */
    private final Map<String, Double> samples = new LinkedHashMap<>();

    private final Set<String> families = new HashSet<>();
    private String helped = "";
    private String family = "";
    private String type = "";

    private Exposition() {}

    static Exposition parse(String page) {
        if (!page.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        Exposition parsed = new Exposition();
        page.lines().forEach(parsed::line);
        return parsed;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher typed = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            helped = help.group(1);
        } else if (typed.matches()) {
            begin(line, typed.group(1), typed.group(2));
        } else if (sample.matches()) {
            sample(line, sample);
        } else {
            throw new AssertionError("not of the format: " + line);
        }
    }

    private void begin(String line, String name, String kind) {
        check(helped.equals(name), "no help", line);
        check(families.add(name), "a family for the second time", line);
        check(
                kind.equals("counter") == name.endsWith("_total"),
                "a counter ends in _total and nothing else does",
                line);
        family = name;
        type = kind;
    }

    private void sample(String line, Matcher sample) {
        String name = sample.group(1);
        boolean part = type.equals("histogram") && name.matches(Pattern.quote(family) + "_(bucket|sum|count)");
        check(name.equals(family) || part, "a sample outside of its family", line);
        double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
        check(!type.equals("counter") || value >= 0, "a counter below zero", line);
        String labels = sample.group(2) == null ? "" : sample.group(2);
        check(samples.put(name + labels, value) == null, "a sample for the second time", line);
    }

    private static void check(boolean fine, String what, String line) {
        if (!fine) {
            throw new AssertionError(what + ": " + line);
        }
    }

    double get(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no " + sample + " in " + samples.keySet());
        }
        return value;
    }

    Set<String> names() {
        return samples.keySet();
    }
}
