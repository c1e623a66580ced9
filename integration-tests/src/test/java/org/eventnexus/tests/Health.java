package org.eventnexus.tests;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server's health, where that server shows it: WildFly beside its management, Payara beside its applications. */
final class Health {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI server;

    /** @param application where any application of the server is */
    Health(URL application) {
        server = URI.create(
                "wildfly".equals(System.getProperty("arquillian.launch"))
                        ? "http://127.0.0.1:" + System.getProperty("wildfly.port.management")
                        : application.getProtocol() + "://" + application.getAuthority());
    }

    /** What a path below {@code /health} says; the test fails where there is nothing. */
    String text(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/health" + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /** The application's check among those of a path; null if there is none. */
    JsonObject ofEventNexus(String path) throws IOException, InterruptedException {
        try (JsonReader reader = Json.createReader(new StringReader(text(path)))) {
            return reader.readObject().getJsonArray("checks").stream()
                    .map(check -> check.asJsonObject())
                    .filter(check -> check.getString("name").equals("eventnexus"))
                    .findFirst()
                    .orElse(null);
        }
    }
}
