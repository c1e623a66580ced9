package org.eventnexus.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R13")
class IdIndexTest {
    private final IdIndex ids = new IdIndex();

    @Test
    void theFirstOneOfASourceAndIdStays() {
        var first = new LoggedEvent(1, "/a", "x");
        assertThat(ids.putIfAbsent(first, 1)).isNull();
        assertThat(ids.putIfAbsent(first, 1)).as("it is its own").isSameAs(first);
        assertThat(ids.putIfAbsent(new LoggedEvent(0, "/a", "x"), 1)).isSameAs(first);
        assertThat(ids.putIfAbsent(new LoggedEvent(2, "/b", "x"), 1)).isNull();
        assertThat(ids.find("x", "/a", 1)).containsSame(first);
        assertThat(ids.find("x", null, 1))
                .get()
                .extracting(event -> event.source())
                .isEqualTo("/b");
    }

    @Test
    void whatIsNotAdmittedYetCountsAsADuplicateButIsNotFound() {
        var waiting = new LoggedEvent(0, "/a", "x");
        ids.putIfAbsent(waiting, 1);
        assertThat(ids.find("x", null, 1)).isEmpty();
        assertThat(ids.putIfAbsent(new LoggedEvent(0, "/a", "x"), 5)).isSameAs(waiting);

        waiting.sequence = 7;
        assertThat(ids.find("x", null, 5)).containsSame(waiting);
        assertThat(ids.find("x", null, 8)).isEmpty();
    }

    @Test
    void onlyWhatIsTakenBackIsTakenBack() {
        var first = new LoggedEvent(0, "/a", "x");
        ids.putIfAbsent(first, 1);
        ids.remove(new LoggedEvent(0, "/a", "x"));
        assertThat(ids.putIfAbsent(new LoggedEvent(0, "/a", "x"), 1)).isSameAs(first);
        ids.remove(first);
        assertThat(ids.putIfAbsent(new LoggedEvent(0, "/a", "x"), 1)).isNull();
    }

    @Test
    void whatTheLogHasForgottenIsForgottenToo() {
        for (long sequence = 1; sequence <= 10_000; sequence++) {
            var event = new LoggedEvent(0, "/a", "id" + sequence);
            assertThat(ids.putIfAbsent(event, Math.max(1, sequence - 100))).isNull();
            event.sequence = sequence;
        }
        assertThat(ids.size()).isLessThanOrEqualTo(102);
    }

    @Test
    void oneThatWaitsLongDoesNotKeepTheOthers() {
        // An event may wait for room for minutes, while thousands pass it as secondary events.
        ids.putIfAbsent(new LoggedEvent(0, "/a", "waits"), 1);
        for (long sequence = 1; sequence <= 10_000; sequence++) {
            var event = new LoggedEvent(0, "/a", "id" + sequence);
            ids.putIfAbsent(event, Math.max(1, sequence - 100));
            event.sequence = sequence;
        }
        assertThat(ids.size()).isLessThanOrEqualTo(103);
        assertThat(ids.putIfAbsent(new LoggedEvent(0, "/a", "waits"), 9_000)).isNotNull();
    }
}
