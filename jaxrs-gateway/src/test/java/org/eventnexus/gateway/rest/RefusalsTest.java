package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of the media types on offer where some are refused. */
@Tag("BX-06")
class RefusalsTest {
    private static final List<String> OFFERED = List.of("application/json", "text/event-stream");

    private static Optional<List<String>> left(String... accept) {
        return Refusals.left(List.of(accept), OFFERED);
    }

    @Test
    void nothingIsTouchedWhereNothingIsRefused() {
        assertThat(left()).isEmpty();
        assertThat(left("*/*")).isEmpty();
        assertThat(left("application/json;q=0.5, */*;q=0.01", "a/b;q=1.0")).isEmpty();
    }

    @Test
    void whatIsRefusedIsLeftOut() {
        assertThat(left("*/*;q=0")).hasValue(List.of());
        assertThat(left("*;q=0.000")).hasValue(List.of());
        assertThat(left("application/json;q=0")).hasValue(List.of());
        assertThat(left("*/*", "application/json; q=0")).hasValue(List.of("text/event-stream;q=1"));
        assertThat(left("text/*;Q=0, */*;q=0.3")).hasValue(List.of("application/json;q=0.3"));
    }

    @Test
    void theNarrowestRangeCounts() {
        assertThat(left("*/*;q=0, application/json")).hasValue(List.of("application/json;q=1"));
        assertThat(left("text/*;q=0, text/event-stream;q=0.2")).hasValue(List.of("text/event-stream;q=0.2"));
        assertThat(left("application/*, application/JSON;q=0")).hasValue(List.of());
    }

    @Test
    void whoRefusesAnotherFormOfATypeDoesNotRefuseOurs() {
        assertThat(left("application/json;v=\"a,b;q=1\";q=0, */*")).isEmpty();
        assertThat(left("application/json;v=1;q=0, text/*;q=0, */*")).hasValue(List.of("application/json;q=1"));
    }
}
