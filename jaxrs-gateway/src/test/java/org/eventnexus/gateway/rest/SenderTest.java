package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eventnexus.EventDraft;
import org.eventnexus.gateway.wire.MalformedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R13")
class SenderTest {
    private static final Sender STRANGER = new Sender("/eventnexus/d/gateway", () -> false);
    private static final Sender ADMIN = new Sender("/eventnexus/d/gateway", () -> true);

    private static EventDraft<?> draft(String source) {
        EventDraft<?> draft = EventDraft.of("a", null);
        return source == null ? draft : draft.source(source);
    }

    private static Object signed(Sender sender, String source) {
        EventDraft<?> draft = draft(source);
        sender.sign(draft);
        return draft.source();
    }

    @Test
    void whatIsNotSignedIsSignedOtherwiseThanByTheDomain() {
        assertThat(signed(STRANGER, null)).isEqualTo("/eventnexus/d/gateway");
        assertThat(signed(STRANGER, "/mine")).isEqualTo("/mine");
    }

    @Test
    void onlyWhoLooksAfterADomainMaySignAsDomainsDo() {
        assertThat(signed(ADMIN, "/eventnexus/quakes")).isEqualTo("/eventnexus/quakes");
        assertThatThrownBy(() -> STRANGER.sign(draft("/eventnexus/quakes")))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("source");
    }
}
