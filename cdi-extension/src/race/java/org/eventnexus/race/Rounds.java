package org.eventnexus.race;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs all race tests of a module again and again for a given time, each round in another order and with another seed. Ends
 * at the first failure with the seed, else says how often each test has run. The command is in CONTRIBUTING.md.
 */
public final class Rounds {
    private static final String PACKAGE = "org.eventnexus";

    private final Launcher launcher = LauncherFactory.create();
    private final Random random = new Random();
    private final Map<String, Integer> runs = new TreeMap<>();

    private Rounds() {}

    /** @param arguments minutes, and the share of them that is this module's, in percent */
    public static void main(String[] arguments) {
        double minutes = Double.parseDouble(arguments[0]) * Integer.parseInt(arguments[1]) / 100;
        boolean passed = new Rounds().run(Duration.ofMillis((long) (minutes * 60_000)));
        System.exit(passed ? 0 : 1); // also if a test has left a thread behind
    }

    private boolean run(Duration time) {
        List<TestIdentifier> tests = tests();
        if (tests.isEmpty()) {
            System.out.println("there are no race tests here");
            return false;
        }
        long start = System.nanoTime();
        long end = start + time.toNanos();
        for (int round = 1; System.nanoTime() < end; round++) {
            Collections.shuffle(tests, random);
            for (TestIdentifier test : tests) {
                // The first round is done in full, that no test is left out, however short the time.
                if ((round == 1 || System.nanoTime() < end) && !passes(test)) {
                    return false;
                }
            }
        }
        System.out.printf("race tests passed for %d s, runs of each:%n", (System.nanoTime() - start) / 1_000_000_000);
        runs.forEach((test, count) -> System.out.printf("  %5d  %s%n", count, test));
        return true;
    }

    /** The test methods; what is repeated or has parameters is one. */
    private List<TestIdentifier> tests() {
        TestPlan plan = launcher.discover(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(PACKAGE))
                .filters(TagFilter.includeTags(Race.TAG))
                .build());
        List<TestIdentifier> found = new ArrayList<>();
        plan.getRoots().forEach(root -> collect(plan, root, found));
        return found;
    }

    private static void collect(TestPlan plan, TestIdentifier node, List<TestIdentifier> into) {
        String last = node.getUniqueIdObject().getLastSegment().getType();
        if (last.equals("method") || last.equals("test-template")) {
            into.add(node);
        } else {
            plan.getChildren(node).forEach(child -> collect(plan, child, into));
        }
    }

    private boolean passes(TestIdentifier test) {
        long seed = random.nextLong();
        System.setProperty(Chance.SEED, Long.toString(seed));
        String name = name(test);
        var listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectUniqueId(test.getUniqueId()))
                .build();
        launcher.execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        runs.merge(name, 1, Integer::sum);
        if (summary.getTotalFailureCount() == 0) {
            return true;
        }
        System.out.printf(
                "%s failed in its run %d; again with -Dtest='%s' -D%s=%d%n",
                name, runs.get(name), name, Chance.SEED, seed);
        summary.printFailuresTo(new PrintWriter(System.out, true), Integer.MAX_VALUE);
        return false;
    }

    private static String name(TestIdentifier test) {
        String method = test.getLegacyReportingName().replaceAll("\\(.*", "");
        String type = test.getUniqueIdObject().getSegments().get(1).getValue();
        return type.substring(type.lastIndexOf('.') + 1) + "#" + method;
    }
}
