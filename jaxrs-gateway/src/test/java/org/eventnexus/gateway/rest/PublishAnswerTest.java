package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.gateway.wire.JsonBinding;
import org.eventnexus.gateway.wire.OutcomeWriter;
import org.eventnexus.gateway.wire.PreferWait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller is told when the queue was full; the domain is not started, so that its queue stays so. */
@Tag("R3")
@Tag("AN-11")
class PublishAnswerTest {
    private final DomainEngine engine = DomainEngine.builder()
            .executor(Runnable::run)
            .scheduler((task, delay) -> () -> {})
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    /** Two events into a queue for one; both have the same key. */
    private List<Publication> publishTwo(Overflow overflow) {
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(1).withOverflow(overflow));
        var publications = new ArrayList<Publication>();
        for (int i = 1; i <= 2; i++) {
            publications.add(nexus.bus().publishAsync(EventDraft.of("a", i).key("k")));
        }
        return publications;
    }

    private static Reply answer(Publication publication, Optional<PreferWait> wait) {
        return answer(publication, wait, null, "/events");
    }

    private static Reply answer(Publication publication, Optional<PreferWait> wait, Predicate<NexusEvent<?>> readable) {
        return answer(publication, wait, readable, "/events");
    }

    private static Reply answer(
            Publication publication, Optional<PreferWait> wait, Predicate<NexusEvent<?>> readable, String address) {
        var replies = new ArrayList<Reply>();
        new PublishAnswer(
                        publication,
                        URI.create(address),
                        null,
                        wait,
                        new OutcomeWriter(new JsonBinding()),
                        null,
                        Optional::empty,
                        readable)
                .admittedOrNot(null, reply -> replies.add(reply.get()));
        assertThat(replies).as("at once").hasSize(1);
        return replies.get(0);
    }

    private static String body(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "DROP_NEWEST"})
    void underARefusingPolicyItIsUnavailable(Overflow overflow) {
        List<Publication> publications = publishTwo(overflow);

        Reply reply = answer(publications.get(1), Optional.empty());

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsKey("Retry-After").doesNotContainKey("Location");
        assertThat(answer(publications.get(0), Optional.empty()).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    void whoWaitsForADroppedEventIsToldSo(Overflow overflow) {
        List<Publication> publications = publishTwo(overflow);

        Reply reply = answer(publications.get(0), PreferWait.of(List.of("wait=5")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(body(reply)).contains("\"status\":\"dropped\"").contains("\"results\":[]");
        assertThat(body(answer(publications.get(1), Optional.empty()))).contains("\"status\":\"accepted\"");
    }

    @Test
    @Tag("BX-06")
    void theLocationIsThatOfTheEventHoweverItsDomainWasWritten() {
        Publication publication = engine.create(DomainConfig.of("d"))
                .bus()
                .publishAsync(EventDraft.of("a", 1).id("x y"));

        for (String address : List.of("/events", "/events/")) {
            assertThat(answer(publication, Optional.empty(), null, address).headers())
                    .containsEntry("Location", "/events/x%20y");
        }
    }

    /** It has been published: who is told to try again would publish it twice. */
    @Test
    @Tag("BX-06")
    void whoHasNotReadEnoughOfOtherAnswersIsToldThatItIsPublished() {
        Nexus nexus = engine.create(DomainConfig.of("d"));
        nexus.handle("a", (event, context) -> "x".repeat(10_000));
        nexus.start();

        Reply reply = answer(nexus.bus().publishAsync(EventDraft.of("a", 1)), PreferWait.of(List.of("wait=5")));

        assertThat(reply.isShort()).isFalse();
        assertThat(reply.brief().status()).isEqualTo(202);
        assertThat(reply.brief().headers()).containsKey("Location").doesNotContainKey("Preference-Applied");
        assertThat(body(reply.brief())).contains("\"status\":\"accepted\"");
    }

    @Test
    @Tag("AU-03")
    void whatAMiddlewareRefusesIsDoneWithAndHasNoPosition() {
        Nexus nexus = engine.create(DomainConfig.of("d"));
        nexus.use("guard", draft -> Decision.refuse("no"));

        Reply reply = answer(nexus.bus().publishAsync(EventDraft.of("a", 1)), Optional.empty());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKeys("Retry-After", "Location");
        assertThat(body(reply)).contains("\"position\":null").contains("\"status\":\"refused\"");
    }

    @Test
    @Tag("AU-03")
    void whatAMiddlewareAnswersIsTheResult() {
        Nexus nexus = engine.create(DomainConfig.of("d"));
        nexus.use("cache", draft -> Decision.answer("cached"));

        Reply reply = answer(nexus.bus().publishAsync(EventDraft.of("a", 1)), PreferWait.of(List.of("wait=5")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(body(reply))
                .contains("\"position\":null")
                .contains("\"status\":\"completed\"")
                .contains("{\"handler\":\"cache\",\"ok\":true,\"value\":\"cached\"}");
    }

    @Test
    @Tag("BX-12")
    void aDuplicateOfWhatOneMayNotReadBringsNoResults() {
        Nexus nexus = engine.create(DomainConfig.of("d"));
        nexus.handle("a", (event, context) -> "secret");
        nexus.start();
        nexus.bus().publishAsync(EventDraft.of("a", 1).id("1").source("/ann"));
        Publication again =
                nexus.bus().publishAsync(EventDraft.of("a", 1).id("1").source("/ann"));

        Reply denied = answer(again, PreferWait.of(List.of("wait=5")), event -> false);

        assertThat(denied.status()).isEqualTo(202);
        assertThat(denied.headers()).doesNotContainKey("Preference-Applied");
        assertThat(body(denied))
                .contains("\"status\":\"accepted\"", "\"duplicate\":true")
                .doesNotContain("secret");
        assertThat(body(answer(again, PreferWait.of(List.of("wait=5")), event -> true)))
                .contains("\"duplicate\":true", "secret");
    }
}
