package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;

/**
 * Rule R7 seen from outside: once a domain is quiet, each event that it has admitted has ended in exactly one way. To be
 * asked at the end of every test that loads a domain which the gateway shows.
 */
final class Conservation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Conservation() {}

    /**
     * Waits until nothing is under way in a domain, and fails if events are missing or too many.
     *
     * @param rest of an application whose gateway shows the domain
     * @return the domain's figures, as {@code /api/domains/NAME} says them
     */
    static JsonObject holds(Rest rest, String domain) {
        JsonObject[] last = new JsonObject[1];
        await().atMost(PATIENCE).untilAsserted(() -> {
            last[0] = rest.get("domains/" + domain).is(200).object();
            assertThat(last[0].getInt("depth")).isZero();
            assertThat(ended(last[0])).as(last[0].toString()).isEqualTo(number(last[0], "published"));
        });
        return last[0];
    }

    /** A domain that still loops has abandoned none. */
    private static long ended(JsonObject figures) {
        return number(figures, "delivered")
                + number(figures, "failed")
                + number(figures, "dropped")
                + number(figures, "unhandled");
    }

    static long number(JsonObject figures, String name) {
        return figures.getJsonNumber(name).longValueExact();
    }
}
