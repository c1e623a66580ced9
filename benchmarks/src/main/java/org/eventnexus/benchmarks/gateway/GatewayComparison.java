package org.eventnexus.benchmarks.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs goals G1 to G6 on one server and prints rows for {@code benchmarks/RESULTS.md}. Started by the script {@code
 * benchmarks/run-gateway}. Contestants take turns, and a round that is not counted comes first; progress goes to the standard
 * error.
 */
public final class GatewayComparison {
    private static final List<String> GOALS = List.of("G1", "G2", "G3", "G4", "G5", "G6");
    private static final String EVENT = "/nexus/api/domains/load/events";

    private final LoadServer server;
    private final Bare bare;
    private final FanOuts fanOuts;
    private final Map<String, Integer> settings;
    private final int rounds;

    private GatewayComparison(LoadServer server, Bare bare, Map<String, Integer> settings) {
        this.server = server;
        this.bare = bare;
        this.fanOuts = new FanOuts(server, bare);
        this.settings = settings;
        this.rounds = settings.getOrDefault("rounds", 3);
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        List<String> goals = new ArrayList<>();
        Map<String, Integer> settings = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            String[] setting = args[i].split("=");
            if (setting.length == 2) {
                settings.put(setting[0], Integer.valueOf(setting[1]));
            } else {
                goals.add(args[i]);
            }
        }
        for (String goal : goals.isEmpty() ? GOALS : goals) {
            run(home, goal, settings);
        }
        System.exit(0); // HttpClient's threads have time
    }

    /** Each on a server of its own, so that none inherits what another left. */
    private static void run(Path home, String goal, Map<String, Integer> settings) throws Exception {
        try (LoadServer server = LoadServer.start(home, goal.equals("G3") ? "15s" : "60m");
                Bare bare = new Bare()) {
            System.err.println(goal + " on process " + server.pid());
            GatewayComparison comparison = new GatewayComparison(server, bare, settings);
            Machine before = Machine.now(server.pid(), bare.pid());
            switch (goal) {
                case "G1" -> comparison.fanOut();
                case "G2" -> comparison.neverReading();
                case "G3" -> comparison.idle();
                case "G4" -> comparison.replay();
                case "G5" -> comparison.publishing();
                case "G6" -> comparison.latency();
                default -> throw new IllegalArgumentException(goal + " is none of " + GOALS);
            }
            double others = Machine.now(server.pid(), bare.pid()).othersSince(before);
            print("%n%s: other processes took %.0f %% of the machine.%n", goal, 100 * others);
        }
    }

    /** Something to be measured, a number of times. */
    private interface Measured {
        double score() throws Exception;
    }

    private record Contestant(String name, Measured measured, Median median) {
        Contestant(String name, Measured measured) {
            this(name, measured, new Median());
        }
    }

    /** Lets contestants take turns; the first is compared with each of the others. */
    private void compare(String title, String unit, Contestant... contestants) throws Exception {
        for (int round = -1; round < rounds; round++) {
            for (Contestant each : contestants) {
                double score = each.measured().score();
                System.err.printf(Locale.ROOT, "%s %s: %,.0f%n", title, each.name(), score);
                if (round >= 0) {
                    each.median().add(score);
                }
            }
        }
        print(
                "%n| %s | %s, median | lowest to highest | first one's ratio to it |%n| --- | --- | --- | --- |%n",
                title, unit);
        double first = contestants[0].median().value();
        for (Contestant each : contestants) {
            Median median = each.median();
            print(
                    "| %s | %,.0f | %,.0f to %,.0f | %.2f |%n",
                    each.name(), median.value(), median.lowest(), median.highest(), first / median.value());
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    private int setting(String name, int otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    private void fanOut() throws Exception {
        int deliveries = setting("deliveries", 3_000_000);
        for (int clients : new int[] {100, 1_000}) {
            int many = Math.min(60_000, deliveries / clients);
            compare(
                    "G1, " + clients + " clients",
                    "deliveries/s",
                    new Contestant("EventNexus", () -> fanOuts.gateway(clients, many, 0)),
                    new Contestant("bare NIO writer", () -> fanOuts.bare(clients, many / 3)),
                    new Contestant("loop over SseEventSink", () -> fanOuts.sinks(clients, many / 15)));
        }
    }

    private void neverReading() throws Exception {
        int clients = 1_000;
        int events = setting("deliveries", 3_000_000) / clients;
        long before = heap();
        compare(
                "G2, 1,000 clients",
                "deliveries/s",
                new Contestant("10 of them never read", () -> fanOuts.gateway(clients - 10, events, 10)),
                new Contestant("all read", () -> fanOuts.gateway(clients, events, 0)));
        print("%nG2: heap %.1f MiB before, %.1f MiB after all rounds.%n", before / 1048576.0, heap() / 1048576.0);
    }

    private long heap() throws Exception {
        return Long.parseLong(server.get("/load/inside/heap").strip());
    }

    private void idle() throws Exception {
        int streams = setting("streams", 9_500);
        fanOuts.idle(200).close(); // so that what the first ones load is there
        Thread.sleep(2_000);
        long heap = heap();
        long rss = server.status("VmRSS");
        long threads = server.status("Threads");
        try (Clients clients = fanOuts.idle(streams)) {
            Thread.sleep(1_000L * setting("seconds", 40));
            long heapAfter = heap();
            print(
                    "%n| G3 | before | with %,d idle streams | a stream |%n| --- | --- | --- | --- |%n"
                            + "| heap after a collection, MiB | %.1f | %.1f | %.1f KiB |%n"
                            + "| resident memory, MiB | %.1f | %.1f | %.1f KiB |%n| threads | %d | %d | |%n",
                    streams,
                    heap / 1048576.0,
                    heapAfter / 1048576.0,
                    (heapAfter - heap) / 1024.0 / streams,
                    rss / 1024.0,
                    server.status("VmRSS") / 1024.0,
                    (server.status("VmRSS") - rss) / (double) streams,
                    threads,
                    server.status("Threads"));
            print("%nG3: %d of the streams have ended.%n", clients.ended());
        }
    }

    private void replay() throws Exception {
        compare(
                "G4, 1,000 clients, 1,000 events each",
                "deliveries/s",
                new Contestant("all connect at once and replay", () -> fanOuts.replay(1_000)),
                new Contestant("all connected, live", () -> fanOuts.gateway(1_000, 1_000, 0)));
    }

    private void publishing() throws Exception {
        int connections = setting("connections", 16);
        double seconds = setting("seconds", 4);
        String payload = "{\"text\":\"" + "x".repeat(189) + "\"}";
        String batch = IntStream.range(0, 1_000)
                .mapToObj(n -> "{\"specversion\":\"1.0\",\"type\":\"load.a\",\"data\":" + payload + "}")
                .collect(Collectors.joining(",", "[", "]"));
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(new Contestant(
                "one event a request",
                () -> post(connections, seconds, EVENT + "?type=load.a", "application/json", payload)));
        contestants.add(new Contestant(
                "empty JAX-RS POST",
                () -> post(connections, seconds, "/load/peer/empty", "application/json", payload)));
        if (setting("batch", 1) == 1) {
            contestants.add(new Contestant(
                    "1,000 events a request",
                    () -> 1_000 * post(2, seconds, EVENT, "application/cloudevents-batch+json", batch)));
        }
        compare("G5, " + connections + " connections", "events/s", contestants.toArray(Contestant[]::new));
    }

    private double post(int connections, double seconds, String path, String contentType, String body)
            throws Exception {
        return Requests.perSecond(connections, seconds, server.port(), path, contentType, body);
    }

    private void latency() throws Exception {
        int clients = 100;
        int seconds = setting("seconds", 10);
        fanOuts.gateway(clients, 20_000, 0);
        double most = Math.min(fanOuts.gateway(clients, 20_000, 0), fanOuts.bare(clients, 10_000));
        int rate = setting("rate", (int) (most / clients / 2));
        Median ours = new Median();
        Median bares = new Median();
        Median middle = new Median();
        Median bareMiddle = new Median();
        for (int round = -1; round < rounds; round++) {
            long[] gateway = fanOuts.latencies(clients, rate, seconds, 50);
            long[] writer = fanOuts.bareLatencies(clients, rate, seconds, 50);
            if (round >= 0) {
                ours.add(percentile(gateway, 0.99));
                bares.add(percentile(writer, 0.99));
                middle.add(percentile(gateway, 0.5));
                bareMiddle.add(percentile(writer, 0.5));
            }
        }
        print(
                "%n| G6, 100 clients, %,d events/s | p99 ms, median | lowest to highest | p50 ms | ratio of p99 |%n"
                        + "| --- | --- | --- | --- | --- |%n"
                        + "| EventNexus, from POST to the last client | %.2f | %.2f to %.2f | %.2f | %.2f |%n"
                        + "| bare NIO writer, from taking it in hand | %.2f | %.2f to %.2f | %.2f | 1 |%n",
                rate,
                ours.value(),
                ours.lowest(),
                ours.highest(),
                middle.value(),
                ours.value() / bares.value(),
                bares.value(),
                bares.lowest(),
                bares.highest(),
                bareMiddle.value());
    }

    private static double percentile(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
    }
}
