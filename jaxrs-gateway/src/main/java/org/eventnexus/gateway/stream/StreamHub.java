package org.eventnexus.gateway.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.wire.CloudEventWriter;

/** All open streams of this application on this node. Thread-safe. */
public final class StreamHub implements AutoCloseable {
    private static final String RETRY = "retry: 2000\n\n";
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final Executor executor;
    private final CloudEventWriter writer;
    private final GatewaySettings settings;
    private final LongSupplier clock;
    private final StreamLimits limits;
    private final Beat beat;
    private final Map<String, DomainFeed> feeds = new ConcurrentHashMap<>();
    private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public StreamHub(
            Executor executor,
            Scheduler scheduler,
            CloudEventWriter writer,
            GatewaySettings settings,
            LongSupplier nanoClock) {
        this.executor = executor;
        this.writer = writer;
        this.settings = settings;
        this.clock = nanoClock;
        this.limits = new StreamLimits(settings.maxStreams(), settings.maxStreamsPerCaller());
        Duration quarter = settings.heartbeat().dividedBy(4);
        Duration tick = quarter.compareTo(LONGEST_TICK) < 0 ? quarter : LONGEST_TICK;
        this.beat = new Beat(scheduler, executor, tick, this::tick, () -> limits.streams() > 0);
    }

    /** The open streams of a domain. */
    public int streams(String domain) {
        DomainFeed feed = feeds.get(domain);
        return feed == null ? 0 : feed.open();
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
        if (closed) {
            throw new TooManyStreamsException("this node is going down");
        }
        limits.enter(request.caller());
        DomainFeed feed = feed(request.domain(), request.log());
        LaneReader reader = feed.enter(request.selection(), request.start().sequence());
        StreamClient client = client(request, feed, reader);
        clients.add(client);
        feed.keepGoing(client);
        beat.start();
        try {
            client.connect(connection.get());
        } catch (IOException | RuntimeException unusable) {
            client.gone();
            throw unusable;
        }
        if (closed) {
            client.close();
        }
    }

    private StreamClient client(StreamRequest request, DomainFeed feed, LaneReader reader) {
        return new StreamClient(
                reader,
                preface(request.log(), request.start()),
                settings.heartbeat(),
                clock,
                feed::wake,
                client -> left(client, reader, request.caller()));
    }

    private void left(StreamClient client, LaneReader reader, String caller) {
        reader.close();
        clients.remove(client);
        limits.leave(caller);
    }

    private DomainFeed feed(Nexus domain, EventLog log) {
        return feeds.computeIfAbsent(
                domain.name(),
                name -> new DomainFeed(log, domain.config().retention(), writer, settings, executor, clock));
    }

    private static byte[] preface(EventLog log, Start start) {
        String gap = start.gap()
                ? Start.gap(start.requested(), Start.oldestPosition(log).orElse(null))
                : "";
        return (RETRY + gap).getBytes(StandardCharsets.UTF_8);
    }

    private void tick() {
        feeds.values().forEach(DomainFeed::tick);
    }

    /** The application's threads run from now on: what was opened before can go on. */
    public void started() {
        if (limits.streams() > 0) {
            beat.start();
            tick();
        }
    }

    /** Ends all streams properly, and takes no more. */
    @Override
    public void close() {
        closed = true;
        clients.forEach(StreamClient::close);
    }
}
