package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.EventType;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A payload's class names the type of its event. */
@Tag("AN-02")
class NamedEventsTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));

    @EventType("order.placed")
    static class Placed {}

    static class PlacedAgain extends Placed {}

    @EventType("order.placed.abroad")
    static class PlacedAbroad extends Placed {}

    record Unnamed(int number) {}

    enum Light {
        RED {},
        GREEN
    }

    @EventType("two words")
    static class Misnamed {}

    private String typeOf(Object payload) {
        return nexus.bus().publish(payload).event().type();
    }

    @Test
    void theTypeIsThatOfTheAnnotationElseTheQualifiedName() {
        assertThat(typeOf(new Placed())).isEqualTo("order.placed");
        assertThat(typeOf(new PlacedAgain())).as("inherited").isEqualTo("order.placed");
        assertThat(typeOf(new PlacedAbroad())).as("its own").isEqualTo("order.placed.abroad");
        assertThat(typeOf(new Unnamed(1))).isEqualTo(Unnamed.class.getName());
        assertThat(typeOf(Light.RED)).as("an enum, not its constant's class").isEqualTo(Light.class.getName());
        assertThat(typeOf(Light.GREEN)).isEqualTo(Light.class.getName());
    }

    @Test
    void draftsAndSecondaryEventsAreNamedTheSameWay() {
        List<String> seen = new ArrayList<>();
        nexus.handle("first", (event, context) -> context.emit(new Placed()));
        nexus.bus().subscribe("order.*", event -> seen.add(event.type() + " " + event.priority()));

        nexus.bus().publish("first", null);
        nexus.bus().publish(EventDraft.of(new Placed()).priority(2));
        hand.run();

        assertThat(seen).containsExactly("order.placed 0", "order.placed 2");
    }

    @Test
    void handlersAreFoundByTheClassThatNamesTheType() {
        nexus.handle(EventSelector.type(Placed.class), "placed", (event, context) -> "placed");
        nexus.handle(EventSelector.type(Unnamed.class), "unnamed", (event, context) -> "unnamed");

        Publication placed = nexus.bus().publish(new PlacedAgain());
        Publication byName = nexus.bus().publish("order.placed", "in whatever form");
        Publication unnamed = nexus.bus().publish(new Unnamed(1));
        hand.run();

        assertThat(placed.result(String.class).toCompletableFuture()).isCompletedWithValue("placed");
        assertThat(byName.result(String.class).toCompletableFuture()).isCompletedWithValue("placed");
        assertThat(unnamed.result(String.class).toCompletableFuture()).isCompletedWithValue("unnamed");
    }

    @Test
    void aGivenTypeIsTheType() {
        assertThat(nexus.bus().publish("mine", new Placed()).event().type()).isEqualTo("mine");
    }

    @Test
    void whatNamesNothingIsAnError() {
        assertThatThrownBy(() -> nexus.bus().publish((Object) "order.placed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give a type and a payload");
        Object event = nexus.bus().publish("a", 1).event();
        Object draft = EventDraft.of("a", 1);
        assertThatThrownBy(() -> nexus.bus().publish(event)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nexus.bus().publish(draft)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nexus.bus().publish(new Misnamed())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nexus.bus().publish((Object) null)).isInstanceOf(NullPointerException.class);
    }
}
