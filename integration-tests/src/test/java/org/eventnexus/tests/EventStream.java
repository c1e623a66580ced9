package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A reader of server-sent events, as simple as the format: what it is told is what was on the wire. Closing it cuts the
 * connection. Reading blocks; tests bound it by a timeout of their own.
 */
final class EventStream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final InputStream body;
    private final BufferedReader lines;

    /**
     * A block of the stream that carries data.
     *
     * @param id the position to resume after; null if the block has none
     * @param name {@code message} unless the block names its event
     */
    record Message(String id, String name, String data) {
        JsonObject json() {
            return Json.createReader(new StringReader(data)).readObject();
        }
    }

    private EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Opens a stream; once this returns, the subscription is in place. */
    static EventStream open(URI uri) throws IOException, InterruptedException {
        return open(request(uri).build());
    }

    /** Opens a stream with further headers, names and values in turn. */
    static EventStream open(URI uri, String... headers) throws IOException, InterruptedException {
        return open(request(uri).headers(headers).build());
    }

    /** Opens a stream as a browser does after a cut. */
    static EventStream resume(URI uri, String lastEventId) throws IOException, InterruptedException {
        return open(request(uri).header("Last-Event-ID", lastEventId).build());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
    }

    private static EventStream open(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).as(request.uri().toString()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new EventStream(response.body());
    }

    /** The next block with data, comments and {@code retry} left out; null at the stream's end. */
    Message next() throws IOException {
        String id = null;
        String name = "message";
        StringBuilder data = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && data != null) {
                return new Message(id, name, data.toString());
            }
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(line.substring("data: ".length()));
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
