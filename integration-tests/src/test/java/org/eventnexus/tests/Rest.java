package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The gateway as a client sees it. */
final class Rest {
    static final String JSON = "application/json";
    static final String CLOUD_EVENT = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI api;

    Rest(URI api) {
        this.api = api;
    }

    /** An answer whose body is JSON of some kind. */
    record Answer(int status, String contentType, String body, HttpResponse<String> response) {
        JsonValue json() {
            try (JsonReader reader = Json.createReader(new StringReader(body))) {
                return reader.readValue();
            }
        }

        JsonObject object() {
            return json().asJsonObject();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        Answer is(int expected) {
            assertThat(status).as(response.request() + " " + body).isEqualTo(expected);
            return this;
        }

        /** A problem document that says nothing of the server's insides. */
        Answer isProblem(int expected) {
            is(expected);
            assertThat(contentType).startsWith("application/problem+json");
            assertThat(object().getInt("status")).isEqualTo(expected);
            assertThat(object().getString("title")).isNotEmpty();
            assertThat(body).doesNotContain("org.", "java.", "jakarta.", "\\tat ", ".java", "Exception");
            return this;
        }
    }

    /** @param headers names and values in turn */
    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    CompletableFuture<Answer> getLater(String path, String... headers) {
        return http.sendAsync(with(request(path), headers).build(), BodyHandlers.ofString())
                .thenApply(Rest::answer);
    }

    Answer post(String path, String contentType, String body, String... headers) throws Exception {
        return answer(http.send(posting(path, contentType, body, headers), BodyHandlers.ofString()));
    }

    CompletableFuture<Answer> postLater(String path, String contentType, String body, String... headers) {
        return http.sendAsync(posting(path, contentType, body, headers), BodyHandlers.ofString())
                .thenApply(Rest::answer);
    }

    Answer send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = with(request(path).method(method, body), headers).build();
        return answer(http.send(request, BodyHandlers.ofString()));
    }

    private HttpRequest posting(String path, String contentType, String body, String... headers) {
        return with(request(path).POST(BodyPublishers.ofString(body)).header("Content-Type", contentType), headers)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(40));
    }

    URI uri(String path) {
        return path.startsWith("http") ? URI.create(path) : URI.create(api + path);
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Answer answer(HttpResponse<String> response) {
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(response.statusCode(), contentType, response.body(), response);
    }
}
