package org.eventnexus.tests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The heartbeats of a stream. */
final class Beats {
    private static final long SOON = Duration.ofSeconds(8).toNanos();

    private Beats() {}

    /**
     * When the first ones came, in nanoseconds; the comments that follow each of them soon, to find out who has gone, count as
     * the same.
     */
    static List<Long> of(URI stream, int count) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stream)
                .header("Accept", "text/event-stream")
                .build();
        List<Long> beats = new ArrayList<>();
        try (Stream<String> body =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
            for (Iterator<String> lines = body.iterator(); beats.size() < count; ) {
                boolean comment = lines.next().startsWith(":");
                long now = System.nanoTime();
                if (comment && (beats.isEmpty() || now - beats.get(beats.size() - 1) > SOON)) {
                    beats.add(now);
                }
            }
        }
        return beats;
    }
}
