package org.eventnexus.gateway.operations;

import static org.eventnexus.gateway.operations.Figure.counter;
import static org.eventnexus.gateway.operations.Figure.gauge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.eventnexus.Boundary;
import org.eventnexus.CollectorStats;
import org.eventnexus.Domains;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.StreamStats;
import org.eventnexus.TypeStats;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueStats;

/**
 * What there is to tell of domains, read from their own figures when somebody looks: nothing is counted for it on an
 * event's way. A domain that may not be told of is left out, and so is a boundary from or into it. Thread-safe.
 */
public final class Figures {
    private static final List<Figure<Nexus.Stats>> OF_DOMAINS = List.of(
            counter("published", "Admitted events, secondary and dropped ones included.", Nexus.Stats::published),
            counter("delivered", "Admitted events that completed.", Nexus.Stats::delivered),
            counter("failed", "Admitted events that failed.", Nexus.Stats::failed),
            counter("dropped", "Admitted events that were dropped from the queue.", Nexus.Stats::dropped),
            counter("unhandled", "Admitted events that nobody took.", Nexus.Stats::unhandled),
            counter("abandoned", "Admitted events that were left when the domain stopped.", Nexus.Stats::abandoned),
            counter("refused", "Events that were not admitted.", Nexus.Stats::refused),
            counter("answered", "Events that a middleware has answered.", Nexus.Stats::answered),
            counter("retried", "Calls of receivers after they had failed on the event.", Nexus.Stats::retried),
            counter("slow", "Calls of receivers that kept the domain waiting for too long.", Nexus.Stats::slow),
            gauge("depth", "Events that wait in the queue.", Nexus.Stats::depth),
            gauge("waiting", "Admitted events that have not ended.", Nexus.Stats::waiting),
            gauge("dead_letters", "Dead letters that are kept.", Nexus.Stats::deadLetters),
            gauge("subscribers", "Active subscriptions.", Nexus.Stats::subscribers));
    private static final List<Figure<Nexus>> OF_SETTINGS = List.of(
            gauge(
                    "capacity",
                    "Events that may wait in the queue.",
                    nexus -> nexus.config().capacity()),
            gauge(
                    "looping",
                    "1 if the domain handles events, else 0.",
                    nexus -> nexus.state() == Nexus.State.LOOPING ? 1 : 0));
    private static final List<Figure<StreamStats>> OF_FOLLOWERS = List.of(
            gauge("followers", "Streams within the application.", StreamStats::streams),
            gauge("waiters", "Stages within the application that wait for the next event.", StreamStats::waiters),
            counter(
                    "follower_dropped",
                    "Events that streams within the application lagged behind.",
                    StreamStats::dropped));
    private static final List<Figure<StreamCounts.Look>> OF_STREAMS = List.of(
            gauge("streams", "Open streams of clients.", StreamCounts.Look::open),
            counter("streams_opened", "Streams that clients have opened.", StreamCounts.Look::opened),
            counter(
                    "streams_too_slow",
                    "Streams that were ended as their clients read too slowly.",
                    StreamCounts.Look::tooSlow));
    private static final List<Figure<LaneStats>> OF_LANES = List.of(
            gauge("lane_capacity", "Events that may wait in the lane.", LaneStats::capacity),
            gauge("lane_depth", "Events that wait in the lane.", LaneStats::depth),
            gauge("lane_running", "Events that the lane is working on.", LaneStats::running),
            counter("lane_delivered", "Events that the lane has handled.", LaneStats::delivered),
            counter("lane_failed", "Events on which the lane has failed for good.", LaneStats::failed),
            counter("lane_dropped", "Events that found the lane full.", LaneStats::dropped),
            counter("lane_abandoned", "Events that were left when the lane ended.", LaneStats::abandoned),
            counter(
                    "lane_retried",
                    "Calls of the lane's receiver after it had failed on the event.",
                    LaneStats::retried));
    private static final List<Figure<Boundary.Stats>> OF_BOUNDARIES = List.of(
            counter("boundary_forwarded", "Events that the receiving domain has admitted.", Boundary.Stats::forwarded),
            counter("boundary_filtered", "Events that were left out on the way.", Boundary.Stats::filtered),
            counter(
                    "boundary_looped",
                    "Events not forwarded into a domain that they come from.",
                    Boundary.Stats::looped),
            counter("boundary_duplicates", "Events that the receiving domain had already.", Boundary.Stats::duplicates),
            counter("boundary_dropped", "Events that a full boundary gave up.", Boundary.Stats::dropped),
            counter("boundary_refused", "Events that failed to be forwarded.", Boundary.Stats::refused),
            counter("boundary_answered", "Events that a middleware behind it has answered.", Boundary.Stats::answered),
            gauge("boundary_waiting", "Events that wait in the boundary.", Boundary.Stats::waiting));
    private static final List<Figure<WorkQueueStats>> OF_QUEUES = List.of(
            counter("work_taken", "Events that were given to the work queue's collectors.", WorkQueueStats::taken),
            counter("work_done", "Events that were worked on.", WorkQueueStats::done),
            counter("work_failed", "Events that failed for good.", WorkQueueStats::failed),
            counter("work_expired", "Events whose deadline was over.", WorkQueueStats::expired),
            counter("work_abandoned", "Events that were left when a collector ended.", WorkQueueStats::abandoned),
            counter(
                    "work_retried",
                    "Calls for events on which a collector had failed before.",
                    WorkQueueStats::retried),
            gauge("work_waiting", "Events that wait for a worker.", WorkQueueStats::waiting),
            gauge("work_busy", "Events that are being worked on.", WorkQueueStats::busy),
            gauge("work_consumers", "Events that may be worked on at once.", WorkQueueStats::consumers),
            gauge("work_load", "Share of the consumers that is busy.", WorkQueueStats::load),
            gauge(
                    "work_mean_load",
                    "Share of the consumers that was busy, on average.",
                    queue -> mean(queue, CollectorStats::consumers, CollectorStats::meanLoad)),
            gauge("work_arrivals_per_second", "Events that came.", queue -> sum(queue, CollectorStats::arrivalRate)),
            gauge(
                    "work_departures_per_second",
                    "Calls that ended.",
                    queue -> sum(queue, CollectorStats::departureRate)),
            gauge(
                    "work_service_seconds",
                    "Mean time of a call, its stage included.",
                    queue -> mean(queue, CollectorStats::departureRate, stats -> seconds(stats.serviceTime()))),
            gauge(
                    "work_wait_seconds",
                    "Mean time that an event waited for a call.",
                    queue -> mean(queue, CollectorStats::departureRate, stats -> seconds(stats.waitTime()))));
    private static final List<Figure<CollectorStats>> OF_COLLECTORS = List.of(
            gauge("collector_capacity", "Events that may wait for the collector.", CollectorStats::capacity),
            gauge("collector_overdue", "Calls that go on though their event has ended.", CollectorStats::overdue),
            gauge("collector_mean_load", "Share of the permits that was in use, on average.", CollectorStats::meanLoad),
            gauge("collector_arrivals_per_second", "Events that came.", CollectorStats::arrivalRate),
            gauge("collector_departures_per_second", "Calls that ended.", CollectorStats::departureRate),
            gauge(
                    "collector_service_seconds",
                    "Mean time of a call, its stage included.",
                    stats -> seconds(stats.serviceTime())),
            gauge(
                    "collector_wait_seconds",
                    "Mean time that an event waited for a call.",
                    stats -> seconds(stats.waitTime())));
    private static final List<Figure<TypeStats>> OF_TYPES = List.of(
            counter("type_published", "Admitted events of the type that were taken in hand.", TypeStats::published),
            counter("type_delivered", "Events of the type that completed.", TypeStats::delivered),
            counter("type_failed", "Events of the type that failed.", TypeStats::failed),
            counter("type_unhandled", "Events of the type that nobody took.", TypeStats::unhandled));
    private static final List<Figure<LongAdder>> OF_ANSWERS =
            List.of(counter("gateway_answers", "Answers to requests, but for streams.", LongAdder::sum));

    private final Domains domains;
    private final StreamCounts streams;
    private final RequestCounts requests;

    public Figures(Domains domains, StreamCounts streams, RequestCounts requests) {
        this.domains = domains;
        this.streams = streams;
        this.requests = requests;
    }

    /**
     * A page of all figures in the text format of Prometheus.
     *
     * @param visible of which domains, by name, it may tell
     * @param readable of those, the ones of whose types it may tell
     */
    public String page(Predicate<String> visible, Predicate<String> readable) {
        Exposition page = new Exposition();
        lasting(visible).forEach(page::add);
        List<Nexus> shown = shown(visible);
        page.add(new FigureGroup<>(OF_LANES, lanes(shown)));
        page.add(new FigureGroup<>(OF_COLLECTORS, collectors(shown)));
        page.add(new FigureGroup<>(
                OF_TYPES,
                types(shown.stream()
                        .filter(nexus -> readable.test(nexus.name()))
                        .toList())));
        return page.toString();
    }

    /** The figures of what is there as long as its domain: lanes and types come and go. */
    List<FigureGroup<?>> lasting(Predicate<String> visible) {
        List<Nexus> shown = shown(visible);
        return List.of(
                new FigureGroup<>(OF_DOMAINS, each(shown, Nexus::stats)),
                new FigureGroup<>(OF_SETTINGS, each(shown, nexus -> nexus)),
                new FigureGroup<>(OF_FOLLOWERS, each(shown, nexus -> nexus.bus().streamStats())),
                new FigureGroup<>(OF_STREAMS, each(shown, nexus -> streams.of(nexus.name()))),
                new FigureGroup<>(OF_BOUNDARIES, boundaries(shown, visible)),
                new FigureGroup<>(OF_QUEUES, queues(shown)),
                new FigureGroup<>(OF_ANSWERS, requests.subjects()));
    }

    private List<Nexus> shown(Predicate<String> visible) {
        return domains.all().stream()
                .filter(nexus -> visible.test(nexus.name()))
                .toList();
    }

    private static <T> List<Subject<T>> each(Collection<Nexus> shown, Function<Nexus, T> look) {
        return shown.stream()
                .map(nexus -> new Subject<>(Map.of("domain", nexus.name()), () -> look.apply(nexus)))
                .toList();
    }

    private static List<Subject<Boundary.Stats>> boundaries(List<Nexus> shown, Predicate<String> visible) {
        List<Subject<Boundary.Stats>> subjects = new ArrayList<>();
        for (Nexus nexus : shown) {
            for (Boundary boundary : nexus.boundaries()) {
                if (visible.test(boundary.to())) {
                    subjects.add(new Subject<>(
                            labels("domain", nexus.name(), "boundary", boundary.name(), "to", boundary.to()),
                            boundary::stats));
                }
            }
        }
        return subjects;
    }

    private static List<Subject<WorkQueueStats>> queues(List<Nexus> shown) {
        List<Subject<WorkQueueStats>> subjects = new ArrayList<>();
        for (Nexus nexus : shown) {
            for (WorkQueue queue : nexus.workQueues()) {
                subjects.add(new Subject<>(labels("domain", nexus.name(), "queue", queue.name()), queue::stats));
            }
        }
        return subjects;
    }

    /** One that is closing may have a successor of its name, which counts. */
    private static List<Subject<CollectorStats>> collectors(List<Nexus> shown) {
        Map<Map<String, String>, CollectorStats> newest = new LinkedHashMap<>();
        for (Nexus nexus : shown) {
            for (WorkQueue queue : nexus.workQueues()) {
                for (CollectorStats stats : queue.stats().collectors()) {
                    newest.put(
                            labels(
                                    "domain",
                                    nexus.name(),
                                    "queue",
                                    queue.name(),
                                    "collector",
                                    stats.collector(),
                                    "key",
                                    stats.key() == null ? "" : stats.key()),
                            stats);
                }
            }
        }
        return subjects(newest);
    }

    private static double sum(WorkQueueStats queue, ToDoubleFunction<CollectorStats> figure) {
        return queue.collectors().stream().mapToDouble(figure).sum();
    }

    /** Of several collectors, by how much each has of something; 0 if none has any. */
    private static double mean(
            WorkQueueStats queue, ToDoubleFunction<CollectorStats> weight, ToDoubleFunction<CollectorStats> figure) {
        double weights = sum(queue, weight);
        return weights == 0
                ? 0
                : sum(queue, stats -> weight.applyAsDouble(stats) * figure.applyAsDouble(stats)) / weights;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Lanes of one receiver and selector are one series, as two of the same labels may not be. */
    private static List<Subject<LaneStats>> lanes(List<Nexus> shown) {
        Map<Map<String, String>, LaneStats> totals = new LinkedHashMap<>();
        for (Nexus nexus : shown) {
            for (LaneStats lane : nexus.laneTotals()) {
                totals.put(
                        labels(
                                "domain",
                                nexus.name(),
                                "receiver",
                                lane.receiver(),
                                "selector",
                                lane.selector().toString()),
                        lane);
            }
        }
        return subjects(totals);
    }

    /** At most 1,000 of each domain and one for the rest, as the domains themselves bound them. */
    private static List<Subject<TypeStats>> types(List<Nexus> shown) {
        Map<Map<String, String>, TypeStats> types = new LinkedHashMap<>();
        for (Nexus nexus : shown) {
            nexus.bus()
                    .typeStats()
                    .forEach((type, stats) -> types.put(labels("domain", nexus.name(), "type", type), stats));
        }
        return subjects(types);
    }

    private static <T> List<Subject<T>> subjects(Map<Map<String, String>, T> looks) {
        List<Subject<T>> subjects = new ArrayList<>();
        looks.forEach((labels, look) -> subjects.add(new Subject<>(labels, () -> look)));
        return subjects;
    }

    private static Map<String, String> labels(String... namesAndValues) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }
}
