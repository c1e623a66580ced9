package org.eventnexus.testkit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.eventnexus.Publication;
import org.eventnexus.testkit.EventNexusTest;
import org.eventnexus.testkit.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tests of {@code docs/how-to/testing.md}; {@code DocumentationTest} compares. */
@Tag("BX-11")
@EventNexusTest(
        classes = Reminders.class,
        settings = {"eventnexus.domain.mails.capacity=2", "eventnexus.domain.mails.overflow=fail"})
class RemindersTest {
    @Test
    void remindsEachHour(Scenario scenario) {
        scenario.advance(Duration.ofHours(3));

        assertEquals(3, scenario.published("mails", "mail.reminder").size());
    }

    @Test
    void triesAgainLater(Scenario scenario) {
        var mail = scenario.publish("mails", "mail.welcome", "hello");
        assertEquals(Publication.Status.PENDING, mail.publication().status());

        mail.andWait(Duration.ofMinutes(1)).completes().emitsNothing();

        assertEquals(1, scenario.nexus("mails").stats().retried());
        assertTrue(scenario.failures().isEmpty());
    }

    @Test
    void refusesWhatThereIsNoRoomFor(Scenario scenario) {
        scenario.holding(() -> {
            for (int i = 0; i < 3; i++) {
                scenario.publish("mails", "mail.welcome", i);
            }
        });

        assertEquals(1, scenario.nexus("mails").stats().refused());
    }
}
