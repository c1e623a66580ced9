package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.DeadLetter;
import org.eventnexus.DeadLetters;
import org.eventnexus.Domains;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes to the dead letters is said by the method's annotation, else by its domain's settings. */
@Tag("R8")
class DeadLetteredTest {

    @ApplicationScoped
    static class Receivers {
        private boolean mended;

        @DeadLettered
        void kept(@Handles("kept") String text) {
            fail();
        }

        @DeadLettered(false)
        void lost(@Handles("lost") String text) {
            fail();
        }

        void usual(@Handles("usual") String text) {
            fail();
        }

        private void fail() {
            if (!mended) {
                throw new IllegalStateException("broken");
            }
        }

        void mend() {
            mended = true;
        }
    }

    private static DeadLetters letters(Started app) {
        return app.get(Domains.class).get("default").deadLetters();
    }

    private static void publishAll(Started app) {
        for (String type : new String[] {"kept", "lost", "usual"}) {
            assertThat(app.publish(type, "x").status()).isEqualTo(Status.FAILED);
        }
    }

    @Test
    void byAnnotationAndDeliveredAgainWhenTheFaultIsMended() {
        try (var app = Started.with(Receivers.class)) {
            publishAll(app);
            DeadLetters letters = letters(app);
            assertThat(letters.list(null, 10)).extracting(DeadLetter::receiver).containsExactly("kept");
            app.get(Receivers.class).mend();
            assertThat(Started.await(letters.redeliver(
                                    letters.list(null, 1).get(0).id()))
                            .status())
                    .isEqualTo(Status.COMPLETED);
            assertThat(letters.size()).isZero();
        }
    }

    @Test
    @Tag("BX-01")
    void bySettings() {
        try (var kept = SystemSetting.of("eventnexus.domain.default.dead-letter", "true");
                var app = Started.with(Receivers.class)) {
            publishAll(app);
            assertThat(letters(app).list(null, 10))
                    .extracting(DeadLetter::receiver)
                    .containsExactly("kept", "usual");
        }
    }

    @Test
    @Tag("R6")
    void whatNobodyTakesByTheDomainsPolicy() {
        try (var policy = SystemSetting.of("eventnexus.domain.default.unhandled", "dead-letter");
                var app = Started.with(Receivers.class)) {
            assertThat(app.publish("nobody", "x").status()).isEqualTo(Status.UNHANDLED);
            assertThat(letters(app).list(null, 10))
                    .extracting(DeadLetter::receiver)
                    .containsExactly("");
        }
    }
}
