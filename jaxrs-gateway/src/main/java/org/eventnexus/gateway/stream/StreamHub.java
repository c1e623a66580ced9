package org.eventnexus.gateway.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eventnexus.NexusEvent;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.wire.CloudEventWriter;

/** All who follow domains on this node: open streams, and requests that wait for an event. Thread-safe. */
public final class StreamHub implements AutoCloseable {
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    /** Between these all clients of a node that goes down are told to come back, so that they do not come at once. */
    static final Duration SOONEST_RETURN = Duration.ofSeconds(1);

    static final Duration LATEST_RETURN = Duration.ofSeconds(10);

    private final Executor executor;
    private final Scheduler scheduler;
    private final CloudEventWriter writer;
    private final GatewaySettings settings;
    private final LongSupplier clock;
    private final StreamWatch watch;
    private final StreamLimits limits;
    private final Beat beat;
    private final Map<String, DomainFeed> feeds = new ConcurrentHashMap<>();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public StreamHub(
            Executor executor,
            Scheduler scheduler,
            CloudEventWriter writer,
            GatewaySettings settings,
            LongSupplier nanoClock) {
        this(executor, scheduler, writer, settings, nanoClock, StreamWatch.NOBODY);
    }

    /** @param watch is told of streams, not of requests that wait for an event */
    public StreamHub(
            Executor executor,
            Scheduler scheduler,
            CloudEventWriter writer,
            GatewaySettings settings,
            LongSupplier nanoClock,
            StreamWatch watch) {
        this.executor = executor;
        this.scheduler = scheduler;
        this.writer = writer;
        this.settings = settings;
        this.clock = nanoClock;
        this.watch = watch;
        this.limits = new StreamLimits(settings.maxStreams(), settings.maxStreamsPerCaller());
        Duration quarter = settings.heartbeat().dividedBy(4);
        Duration tick = quarter.compareTo(LONGEST_TICK) < 0 ? quarter : LONGEST_TICK;
        this.beat = new Beat(scheduler, executor, tick, this::tick, () -> !followers.isEmpty());
    }

    /** The open streams of a domain. */
    public int streams(String domain) {
        DomainFeed feed = feeds.get(domain);
        return feed == null ? 0 : feed.streams();
    }

    /**
     * Opens a stream as the answer to a request that has been suspended.
     *
     * @throws TooManyStreamsException if there is no room for it; then nothing has been done to the response
     */
    public void open(StreamRequest request, HttpServletRequest in, HttpServletResponse out) throws IOException {
        open(request, () -> ServletOutlet.of(in, out));
    }

    void open(StreamRequest request, Supplier<Outlet> connection) throws IOException {
        admit(request.caller());
        Reader reader = reader(request);
        StreamWatch.Ending ending = watch.opened(request);
        Lifetime lifetime = new Lifetime(scheduler, executor);
        StreamClient client =
                new StreamClient(reader, preface(request), settings.heartbeat(), clock, () -> wake(request), left -> {
                    lifetime.over();
                    reader.close();
                    leave(left, request.caller());
                    ending.closed(left.wasTooSlow());
                });
        follow(client, request.parts());
        try {
            client.connect(connection.get());
            lifetime.begin(request.life(), client::close);
        } catch (IOException | RuntimeException unusable) {
            client.gone();
            throw unusable;
        }
    }

    private Reader reader(StreamRequest request) {
        return request.merged()
                ? new MergedReader(request.parts().stream().map(this::leg).toList(), settings)
                : lane(request.parts().get(0));
    }

    private Leg leg(Part part) {
        return Leg.open(
                feed(part), part.selection(), part.readable(), part.start().sequence());
    }

    private LaneReader lane(Part part) {
        return LaneReader.open(
                feed(part),
                part.selection(),
                part.readable(),
                settings,
                part.start().sequence());
    }

    /**
     * Waits for the first event that is wanted of a domain.
     *
     * @param answer is given it, or nothing if there was none in time; must not hold its thread
     * @throws TooManyStreamsException if this node is going down; how many wait is the caller's affair
     */
    public void next(
            Part part, Predicate<NexusEvent<?>> wanted, Duration patience, Consumer<Optional<NexusEvent<?>>> answer) {
        requireOpen();
        DomainFeed feed = feed(part);
        feed.enter();
        Waiter[] self = new Waiter[1];
        Waiter waiter = new Waiter(feed, part.start().sequence(), wanted, event -> {
            feed.leave();
            followers.remove(self[0]);
            answer.accept(event);
        });
        self[0] = waiter;
        follow(waiter, List.of(part));
        try {
            waiter.expiry(scheduler.schedule(waiter::close, patience));
        } catch (RejectedExecutionException stopping) {
            waiter.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new TooManyStreamsException("this node is going down");
        }
    }

    private void admit(String caller) {
        requireOpen();
        limits.enter(caller);
    }

    private void leave(Follower follower, String caller) {
        followers.remove(follower);
        limits.leave(caller);
    }

    private void follow(Follower follower, List<Part> parts) {
        followers.add(follower);
        parts.forEach(part -> feed(part).keepGoing(follower));
        beat.start();
        if (closed) {
            follower.close();
        }
    }

    private DomainFeed feed(Part part) {
        return feeds.computeIfAbsent(
                part.domain().name(), name -> new DomainFeed(part.domain(), part.log(), writer, executor, clock));
    }

    private void wake(StreamRequest request) {
        request.parts().forEach(part -> feed(part).wake());
    }

    private static byte[] preface(StreamRequest request) {
        ByteArrayOutputStream preface = new ByteArrayOutputStream();
        preface.writeBytes(RETRY);
        for (Part part : request.parts()) {
            String named = request.merged() ? part.domain().name() : null;
            part.start().toTell(named, part.log()).ifPresent(gap -> preface.writeBytes(gap.block()));
        }
        return preface.toByteArray();
    }

    private void tick() {
        feeds.values().forEach(DomainFeed::tick);
    }

    /** The application's threads run from now on: what was opened before can go on. */
    public void started() {
        if (!followers.isEmpty()) {
            beat.start();
            tick();
        }
    }

    /** Ends all streams properly, and takes no more. Their clients are told to come back, each after a time of its own. */
    @Override
    public void close() {
        closed = true;
        followers.forEach(follower -> follower.dismiss(someTime()));
    }

    private static Duration someTime() {
        long millis = ThreadLocalRandom.current().nextLong(SOONEST_RETURN.toMillis(), LATEST_RETURN.toMillis() + 1);
        return Duration.ofMillis(millis);
    }
}
