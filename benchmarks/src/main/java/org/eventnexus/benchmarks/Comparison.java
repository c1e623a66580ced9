package org.eventnexus.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs goals of {@link Goal} and prints what {@code benchmarks/RESULTS.md} takes. Started by the script {@code
 * benchmarks/run}:
 *
 * <pre>{@code benchmarks/run P1 P2 forks=5 iterations=5 millis=1000 patience=600}</pre>
 *
 * <p>Contestants take turns, one fork each a round, so that what else the machine does meets them all alike. While its
 * patience lasts, counted in seconds for the whole run, a fork waits for other processes to be quiet, and one during which
 * they took much of the machine is done again, whatever its score was. Progress goes to the standard error.
 */
public final class Comparison {
    private static final double DISTURBED = 0.1;
    private static final long LOOK_MILLIS = 500;
    private static final int MAX_FAILURES = 3;

    private record Fork(double score, double bytes, double neighbours) {}

    private final int forks;
    private final int iterations;
    private final long millis;
    private final long patienceEnd;
    private int repeated;
    private final Map<Contestant, Integer> failed = new EnumMap<>(Contestant.class);

    private Comparison(Map<String, Integer> settings) {
        this.forks = settings.getOrDefault("forks", 5);
        this.iterations = settings.getOrDefault("iterations", 5);
        this.millis = settings.getOrDefault("millis", 1000);
        this.patienceEnd = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.getOrDefault("patience", 600));
    }

    public static void main(String[] args) throws Exception {
        List<Goal> goals = new ArrayList<>();
        Map<String, Integer> settings = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                goals.add(Goal.valueOf(arg));
            } else {
                settings.put(arg.substring(0, equals), Integer.valueOf(arg.substring(equals + 1)));
            }
        }
        var comparison = new Comparison(settings);
        for (Goal goal : goals.isEmpty() ? List.of(Goal.values()) : goals) {
            comparison.run(goal);
        }
    }

    private void run(Goal goal) throws Exception {
        Map<Contestant, List<Fork>> results = new EnumMap<>(Contestant.class);
        List<Contestant> turns = new ArrayList<>(goal.contestants());
        repeated = 0;
        failed.clear();
        for (int round = 1; round <= forks; round++) {
            for (Contestant contestant : turns) {
                Fork fork = undisturbed(goal, contestant);
                results.computeIfAbsent(contestant, c -> new ArrayList<>()).add(fork);
                System.err.printf(
                        "%s round %d of %d: %-24s %7.3f million events/s, neighbours %2.0f %%%n",
                        goal, round, forks, contestant, fork.score, 100 * fork.neighbours);
            }
            Collections.rotate(turns, 1);
        }
        print(goal, results);
    }

    private Fork undisturbed(Goal goal, Contestant contestant) throws Exception {
        awaitQuiet();
        Fork best = complete(goal, contestant);
        while (best.neighbours >= DISTURBED && isPatient()) {
            repeated++;
            awaitQuiet();
            Fork again = complete(goal, contestant);
            best = again.neighbours < best.neighbours ? again : best;
        }
        return best;
    }

    /** A fork in which nothing was lost: one in which something was is told of, and done again. */
    private Fork complete(Goal goal, Contestant contestant) throws RunnerException {
        for (int failures = 1; ; failures++) {
            try {
                return fork(goal, contestant);
            } catch (RunnerException failure) {
                failed.merge(contestant, 1, Integer::sum);
                System.err.printf("%s %s failed: %s%n", goal, contestant, Arrays.toString(causes(failure)));
                if (failures == MAX_FAILURES) {
                    throw failure;
                }
            }
        }
    }

    private static Throwable[] causes(RunnerException failure) {
        return failure.getCause() == null
                ? new Throwable[0]
                : failure.getCause().getSuppressed();
    }

    private boolean isPatient() {
        return System.nanoTime() < patienceEnd;
    }

    private void awaitQuiet() throws InterruptedException {
        Neighbours before;
        do {
            before = Neighbours.now();
            Thread.sleep(LOOK_MILLIS);
        } while (isPatient() && Neighbours.now().shareSince(before) >= DISTURBED);
    }

    private Fork fork(Goal goal, Contestant contestant) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(FanOut.class.getName() + ".publishAll")
                .param("contestant", contestant.name())
                .param("publishers", String.valueOf(goal.publishers))
                .param("subscribers", String.valueOf(goal.subscribers))
                .forks(1)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Neighbours before = Neighbours.now();
        RunResult result = new Runner(options).runSingle();
        return new Fork(
                result.getPrimaryResult().getScore(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore(),
                Neighbours.now().shareSince(before));
    }

    private void print(Goal goal, Map<Contestant, List<Fork>> results) {
        Contestant best = Collections.max(goal.rivals, Comparator.comparingDouble(rival -> score(results.get(rival))));
        double ratio = score(results.get(goal.subject)) / score(results.get(best));
        List<Fork> every = results.values().stream().flatMap(List::stream).toList();
        System.out.printf("%n### %s: %s%n%n", goal, goal.title);
        System.out.println(
                "| | million events/s, median | lowest to highest fork | ratio to the best rival | bytes an event |");
        System.out.println("| --- | --- | --- | --- | --- |");
        results.forEach((contestant, all) -> System.out.printf(
                "| %s | %.2f | %.2f to %.2f | %.2f | %.0f |%n",
                contestant.title,
                score(all),
                all.stream().mapToDouble(Fork::score).min().orElseThrow(),
                all.stream().mapToDouble(Fork::score).max().orElseThrow(),
                score(all) / score(results.get(best)),
                median(all, Fork::bytes)));
        System.out.printf(
                "%n**%.2f** against %s; the goal is at least %.2f: %s.%n",
                ratio, best.title, goal.atLeast, ratio >= goal.atLeast ? "met" : "not met");
        System.out.printf(
                "Forks: %d each; %d times %d ms after as much warm-up. Other processes took %.0f %% of the machine"
                        + " (median of forks; at most %.0f %%); %d disturbed forks were done again.%n",
                forks,
                iterations,
                millis,
                100 * median(every, Fork::neighbours),
                100 * every.stream().mapToDouble(Fork::neighbours).max().orElseThrow(),
                repeated);
        failed.forEach((contestant, times) ->
                System.out.printf("%s lost events or failed in %d forks.%n", contestant.title, times));
    }

    private static double score(List<Fork> forks) {
        return median(forks, Fork::score);
    }

    private static double median(List<Fork> forks, ToDoubleFunction<Fork> figure) {
        double[] sorted = forks.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
