package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Position;

/** An application with {@link LoadReceivers}, from outside. */
final class Load {
    private final URL page;
    private final Rest rest;

    Load(URL page) {
        this.page = page;
        this.rest = new Rest(URI.create(page + "api/"));
    }

    Rest rest() {
        return rest;
    }

    /** What a burst of events came to. */
    record Burst(int count, Duration took) {}

    /** Publishes inside the server as fast as a domain takes it. */
    Burst publish(String domain, int count, int size) throws Exception {
        Burst burst = publishLater(domain, count, size, 0).get();
        assertThat(burst.count()).isEqualTo(count);
        return burst;
    }

    /** @param rate events a second; 0 for as many as go */
    CompletableFuture<Burst> publishLater(String domain, int count, int size, int rate) {
        String query = "load/publish?domain=" + domain + "&count=" + count + "&size=" + size + "&rate=" + rate;
        return rest.getLater(page + query).thenApply(answer -> {
            String[] said = answer.is(200).body().split(" ");
            return new Burst(Integer.parseInt(said[0]), Duration.ofNanos(Long.parseLong(said[1])));
        });
    }

    /** Bytes of the server's heap that are in use after a collection. */
    long heap() throws IOException, InterruptedException {
        return Long.parseLong(rest.get(page + "load/heap").is(200).body());
    }

    URI events(String domain, String query) {
        return rest.uri("domains/" + domain + "/events" + query);
    }

    int streams(String domain) throws Exception {
        return figures(domain).getInt("streams");
    }

    JsonObject figures(String domain) throws Exception {
        return rest.get("domains/" + domain).is(200).object();
    }

    /** The newest position of a domain that has had events. */
    Position newest(String domain) throws Exception {
        String token = figures(domain).getJsonObject("log").getString("newest");
        return Position.parse(token).orElseThrow();
    }
}
