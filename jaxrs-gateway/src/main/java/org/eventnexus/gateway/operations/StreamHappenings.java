package org.eventnexus.gateway.operations;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eventnexus.Domains;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.stream.StreamWatch;

/**
 * Publishes what happens to streams in the domain {@code eventnexus}, if there is one; never waits, and never tells of
 * that domain's own streams. Thread-safe.
 */
public final class StreamHappenings implements StreamWatch {
    private final Domains domains;
    private final Executor executor;

    /** @param executor publishes that a stream was closed, which is told under the stream's lock */
    public StreamHappenings(Domains domains, Executor executor) {
        this.domains = domains;
        this.executor = executor;
    }

    @Override
    public Ending opened(StreamRequest stream) {
        tell(
                stream,
                part -> new Happening.GatewayStreamOpened(
                        name(part), part.selection().toString()));
        return tooSlow -> closed(stream, tooSlow);
    }

    private void closed(StreamRequest stream, boolean tooSlow) {
        if (sink() == null) {
            return;
        }
        try {
            executor.execute(() -> tell(
                    stream,
                    part -> new Happening.GatewayStreamClosed(
                            name(part), part.selection().toString(), tooSlow)));
        } catch (RejectedExecutionException stopped) {
            // the threads are gone, and with them whoever could be told
        }
    }

    private Nexus sink() {
        return domains.find(Happening.DOMAIN).orElse(null);
    }

    private void tell(StreamRequest stream, Function<Part, Happening> what) {
        Nexus sink = sink();
        if (sink == null) {
            return;
        }
        for (Part part : stream.parts()) {
            if (!name(part).equals(Happening.DOMAIN) && hasRoom(sink)) {
                sink.bus().publishAsync(EventDraft.of(what.apply(part)).subject(name(part)));
            }
        }
    }

    /** Streams must not pile up events that wait for room: under that policy, which is not the default, they go untold. */
    private static boolean hasRoom(Nexus sink) {
        return sink.config().overflow() != Overflow.AWAIT
                || sink.stats().depth() < sink.config().capacity();
    }

    private static String name(Part part) {
        return part.domain().name();
    }
}
