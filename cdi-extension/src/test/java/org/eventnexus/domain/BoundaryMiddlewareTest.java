package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.RefusedByMiddlewareException;
import org.eventnexus.race.Conservation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What boundaries bring, forth and back, meets the middlewares of the domain that it enters, like all else. */
@Tag("AU-03")
@Tag("AN-21")
@Tag("R3")
class BoundaryMiddlewareTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus a = hand.start(DomainConfig.of("a"));
    private final Nexus b = hand.start(DomainConfig.of("b").withCapacity(2));
    private final List<Object> seen = new ArrayList<>();

    private Publication publish(Object payload) {
        Publication publication = a.bus().publish("t", payload);
        hand.run();
        return publication;
    }

    @AfterEach
    void nothingIsLost() {
        hand.rest();
        Conservation.atRest(a);
        Conservation.atRest(b);
    }

    @Test
    void itIsChangedOnceHoweverLongItWaitsForRoom() {
        b.bus().subscribe("**", event -> seen.add(event.payload()));
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        b.use("m", draft -> Decision.pass(draft.withPayload(draft.payload() + "!")));
        for (int i = 0; i < 10; i++) {
            a.bus().publish("t", i);
        }
        hand.run();
        assertThat(seen).containsExactly("0!", "1!", "2!", "3!", "4!", "5!", "6!", "7!", "8!", "9!");
        assertThat(out.stats().forwarded()).isEqualTo(10);
    }

    @Test
    void whatIsRefusedIsNotForwarded() {
        b.bus().subscribe("**", event -> seen.add(event.payload()));
        Boundary out = a.boundary("out", BoundaryConfig.to(b).replies(false));
        b.use("m", draft -> Decision.refuse("closed"));
        assertThat(publish("x").status()).as("nobody waits for it").isEqualTo(Status.COMPLETED);
        assertThat(seen).isEmpty();
        assertThat(out.stats().refused()).isEqualTo(1);
        assertThat(out.stats().unanswered()).isZero();
        assertThat(b.stats().published()).isZero();
        assertThat(b.stats().refused()).isEqualTo(1);
    }

    @Test
    @Tag("AN-22")
    void withRepliesItsPublisherLearnsOfIt() {
        Boundary out = a.boundary("out", BoundaryConfig.to(b).replies(true));
        b.use("m", draft -> draft.payload().equals("x") ? Decision.refuse("closed") : Decision.answer("cached"));
        Publication refused = publish("x");
        assertThat(refused.status()).isEqualTo(Status.FAILED);
        assertThat(refused.poll().orElseThrow().results())
                .singleElement()
                .satisfies(result -> assertThat(result.error()).isInstanceOf(RefusedByMiddlewareException.class));
        Publication answered = publish("y");
        assertThat(answered.poll().orElseThrow().results()).containsExactly(new Result("m", "cached", null));
        assertThat(out.stats().unanswered()).isZero();
        assertThat(b.stats().published()).isZero();
    }

    /** Otherwise a middleware would be a way around the record of hops. */
    @Test
    void whatAMiddlewareHasChangedGoesRoundNoCircle() {
        a.bus().subscribe("**", event -> seen.add(event.payload()));
        a.boundary("out", BoundaryConfig.to(b));
        Boundary back = b.boundary("back", BoundaryConfig.to(a));
        b.use("m", draft -> Decision.pass(EventDraft.of("other", "new")));
        publish("x");
        assertThat(seen).containsExactly("x");
        assertThat(back.stats().looped()).isEqualTo(1);
    }

    @Test
    @Tag("AN-22")
    void aReplyMeetsThoseOfTheDomainThatItComesBackTo() {
        a.boundary("out", BoundaryConfig.to(b).replies(true));
        a.bus().subscribe("reply", event -> seen.add(event.payload()));
        b.handle("t", (event, context) -> {
            context.reply("reply", event.payload());
            return null;
        });
        a.use(
                "m",
                draft -> draft.type().equals("t")
                        ? Decision.pass(draft)
                        : switch ((String) draft.payload()) {
                            case "refuse" -> Decision.refuse("closed");
                            case "answer" -> Decision.answer("cached");
                            default -> Decision.pass(draft.withPayload("changed"));
                        });
        assertThat(publish("x").status()).isEqualTo(Status.COMPLETED);
        assertThat(seen).containsExactly("changed");
        assertThat(publish("answer").poll().orElseThrow().results()).contains(new Result("m", "cached", null));
        Publication refused = publish("refuse");
        assertThat(refused.status()).isEqualTo(Status.FAILED);
        assertThat(refused.poll().orElseThrow().results())
                .anySatisfy(result -> assertThat(result.error()).isInstanceOf(RefusedByMiddlewareException.class));
        assertThat(seen).hasSize(1);
    }
}
