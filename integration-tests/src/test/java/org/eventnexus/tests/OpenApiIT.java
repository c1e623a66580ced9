package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server says of the gateway's paths, and whether the gateway keeps to it. */
@Tag("BX-09")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class OpenApiIT {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.hub(OperationsReceivers.SETTINGS, OperationsReceivers.class);
    }

    @ArquillianResource
    URL page;

    private Rest rest;
    private JsonObject document;

    @BeforeEach
    void document() throws Exception {
        rest = new Rest(URI.create(page + "api/"));
        document = rest.get(root() + "/openapi", "Accept", "application/json")
                .is(200)
                .object();
    }

    private String root() {
        return page.getProtocol() + "://" + page.getAuthority();
    }

    /** WildFly puts the context root before each path, Payara into the servers. */
    private URI uri(String path) {
        return URI.create(path.startsWith("/nexus/") ? root() + path : root() + "/nexus" + path);
    }

    /** One call, and what it is answered. */
    private record Call(String operation, int status, String type, JsonObject said) {
        void isAsTheDocumentSays(JsonObject document, SoftAssertions softly) {
            JsonValue response = said.getJsonObject("responses").get(Integer.toString(status));
            if (response == null) {
                softly.fail(operation + " may not be answered by " + status);
                return;
            }
            Set<String> types = OpenApiCheck.mediaTypes(document, response);
            if (types.isEmpty()) {
                softly.assertThat(type).as(operation + ", " + status).isEmpty();
            } else {
                softly.assertThat(types).as(operation + ", " + status).contains(type.split(";")[0].strip());
            }
        }
    }

    @Test
    @Tag("H-1.09")
    void theDocumentIsWellFormed() {
        JsonObject said = Json.createObjectBuilder(document)
                .remove("endpoints") // Payara's own, of no standard
                .build();
        assertThat(OpenApiCheck.problems(said)).isEmpty();
        assertThat(document.getJsonObject("info").getString("title")).isEqualTo("EventNexus gateway");
    }

    @Test
    @Tag("H-1.09")
    @Tag("H-9.04")
    void everyOperationAnswersAsTheDocumentSays() throws Exception {
        String id = rest.post("domains/shown/events?type=echo", Rest.JSON, "1", "Prefer", "wait=20")
                .is(200)
                .object()
                .getString("id");
        List<Call> calls = new ArrayList<>();
        for (String path : document.getJsonObject("paths").keySet()) {
            JsonObject item = document.getJsonObject("paths").getJsonObject(path);
            for (String method : List.of("get", "post", "delete")) {
                if (item.containsKey(method)) {
                    calls.addAll(calls(path, method, item, id));
                }
            }
        }
        assertThat(calls).extracting(Call::status).contains(200, 202, 204, 400, 401, 404, 406, 413, 415);
        SoftAssertions.assertSoftly(softly -> calls.forEach(call -> call.isAsTheDocumentSays(document, softly)));
    }

    /** As it should be called, with each media type that it has; and in ways in which it should not. */
    private List<Call> calls(String path, String method, JsonObject item, String id) throws Exception {
        JsonObject operation = item.getJsonObject(method);
        List<Call> calls = new ArrayList<>();
        String letter = path.contains("{letter}") ? failed() : "";
        String right = path.replace("{domain}", "shown").replace("{id}", id).replace("{letter}", letter) + query(path);
        calls.add(call(operation, method, right, "*/*", "1"));
        for (String type : OpenApiCheck.mediaTypes(
                document,
                operation.getJsonObject("responses").get("200") == null
                        ? JsonValue.EMPTY_JSON_OBJECT
                        : operation.getJsonObject("responses").get("200"))) {
            calls.add(call(operation, method, right, type, "1"));
        }
        if (path.contains("/api/")) {
            calls.add(call(operation, method, right, "image/png", "{"));
            calls.add(call(operation, method, right, "*/*", "[".repeat(2 << 20)));
        }
        if (path.contains("{domain}")) {
            calls.add(call(operation, method, right.replace("shown", "veiled"), "*/*", "1"));
            calls.add(call(operation, method, right.replace("shown", "eventnexus"), "*/*", "1"));
            calls.add(call(operation, method, right.replace("shown", "nonexistent"), "*/*", "1"));
        }
        if (method.equals("get") && path.contains("/api/")) {
            calls.add(call(operation, method, right + "&after=%00&limit=none&type=**a&select=shown", "*/*", ""));
        }
        return calls;
    }

    /** So that each has something to tell, and none waits for long. */
    private static String query(String path) {
        if (path.endsWith("/stream")) {
            return "?select=shown:**";
        }
        return path.endsWith("/next") ? "?type=never" : "?type=echo";
    }

    /** A new dead letter. */
    private String failed() throws Exception {
        rest.post("domains/shown/events?type=fail", Rest.JSON, "1", "Prefer", "wait=20")
                .is(200);
        List<JsonObject> letters = rest.get("domains/shown/dead-letters?limit=1000")
                .is(200)
                .object()
                .getJsonArray("deadLetters")
                .getValuesAs(JsonObject.class);
        return letters.get(letters.size() - 1).getString("id");
    }

    private Call call(JsonObject operation, String method, String path, String accept, String body) throws Exception {
        String type = accept.equals("image/png") ? "image/png" : "application/json";
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", accept)
                .header("Prefer", "wait=0.2")
                .header("Content-Type", type)
                .method(
                        method.toUpperCase(Locale.ROOT),
                        method.equals("post") ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        close(response.body());
        String answered = response.headers().firstValue("Content-Type").orElse("");
        return new Call(
                method + " " + path + " (" + accept + ", " + body.length() + ")",
                response.statusCode(),
                answered,
                operation);
    }

    /** A stream does not end by itself. */
    private static void close(InputStream body) throws IOException {
        body.close();
    }

    @Test
    @Tag("H-9.04")
    void nothingElseIsThere() {
        assertThat(document.getJsonObject("paths").keySet().stream().map(path -> path.replaceFirst("^/nexus/", "/")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                "/api/domains",
                                "/api/domains/{domain}",
                                "/api/domains/{domain}/events",
                                "/api/domains/{domain}/events/next",
                                "/api/domains/{domain}/events/{id}",
                                "/api/domains/{domain}/events/{id}/outcome",
                                "/api/domains/{domain}/dead-letters",
                                "/api/domains/{domain}/dead-letters/{letter}",
                                "/api/domains/{domain}/dead-letters/{letter}/redeliver",
                                "/api/stream",
                                "/metrics")
                        .toList());
    }
}
