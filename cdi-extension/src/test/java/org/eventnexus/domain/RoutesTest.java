package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Domain domain = (Domain) new HandEngine().create(DomainConfig.of("d"));
    private final SelectorIndex index = new SelectorIndex(false);
    private final Routes routes = new Routes(index, new TypeCounts());

    private Receiver subscribe(EventSelector selector) {
        var receiver = Receiver.subscriber(selector, event -> {}, gone -> {});
        index.addSubscriber(receiver);
        return receiver;
    }

    private List<Receiver> of(Object type, Object payload) {
        return Arrays.asList(routes.of(new Delivery<>(domain, type, payload, 0, 0, null, null, null)));
    }

    @Test
    void aRouteIsRememberedUntilTheIndexChanges() {
        Receiver first = subscribe(EventSelector.parse("a"));
        String type = "a";
        Receiver[] remembered = routes.of(new Delivery<>(domain, type, null, 0, 0, null, null, null));
        assertThat(routes.of(new Delivery<>(domain, type, null, 0, 0, null, null, null)))
                .isSameAs(remembered);
        assertThat(routes.of(new Delivery<>(domain, new String("a"), null, 0, 0, null, null, null)))
                .isSameAs(remembered);

        Receiver second = subscribe(EventSelector.any());
        assertThat(of(type, null)).containsExactly(first, second);
        index.remove(first);
        assertThat(of(type, null)).containsExactly(second);
        index.remove(second);
        assertThat(of(type, null)).isEmpty();
    }

    @Test
    void oneTypeHasSeveralRoutesWhileReceiversGoByClass() {
        String type = "a";
        assertThat(of(type, "text")).isEmpty();
        Receiver texts = subscribe(EventSelector.payload(String.class));
        Receiver numbers = subscribe(EventSelector.payload(Number.class));
        for (int again = 0; again < 2; again++) {
            assertThat(of(type, "text")).containsExactly(texts);
            assertThat(of(type, 1)).containsExactly(numbers);
            assertThat(of(type, 1L)).containsExactly(numbers);
            assertThat(of(type, null)).isEmpty();
            assertThat(of(type, 'c')).isEmpty();
        }
        index.remove(texts);
        index.remove(numbers);
        assertThat(of(type, "text")).isEmpty();
    }

    @Test
    void numbersAndTheirDecimalsAreDifferentTypes() {
        Receiver number = subscribe(EventSelector.type(5));
        Receiver text = subscribe(EventSelector.type("5"));
        assertThat(of(5L, null)).containsExactly(number);
        assertThat(of("5", null)).containsExactly(text);
    }

    @Test
    void whatIsRememberedIsBounded() {
        Receiver all = subscribe(EventSelector.any());
        for (int i = 0; i < 20_000; i++) {
            assertThat(of("type" + i, null)).containsExactly(all);
        }
    }

    private Receiver[] route(Object type) {
        return routes.of(new Delivery<>(domain, type, null, 0, 0, null, null, null));
    }

    @Test
    @Tag("AE-07")
    void whoComesAndGoesForOneTypeLetsTheRoutesOfOthersBe() {
        subscribe(EventSelector.type("a"));
        Receiver[] remembered = route("a");
        for (int i = 0; i < 1_000; i++) {
            Receiver passing = subscribe(EventSelector.type(i % 2 == 0 ? "b" : "c"));
            assertThat(of(i % 2 == 0 ? "b" : "c", null)).containsExactly(passing);
            index.remove(passing);
            assertThat(of(i % 2 == 0 ? "b" : "c", null)).isEmpty();
            assertThat(route("a")).isSameAs(remembered);
        }
    }

    @Test
    @Tag("AE-07")
    void aRouteIsWhatTheIndexFindsWhateverHasChanged() {
        var random = new Random(11);
        List<Object> types = List.of("a", "b", "a.b", "a.c", 1L, 2L);
        List<EventSelector> selectors = List.of(
                EventSelector.type("a"),
                EventSelector.type("b"),
                EventSelector.type("a.b"),
                EventSelector.type(1),
                EventSelector.parse("a.*"),
                EventSelector.range(1, 2),
                EventSelector.any(),
                EventSelector.payload(String.class));
        List<Receiver> present = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int kinds = step / 1_000 % 2 == 0 ? 4 : selectors.size(); // exact ones alone, for a while
            for (int changes = random.nextInt(step % 100 == 0 ? 200 : 3); changes > 0; changes--) {
                if (present.isEmpty() || random.nextBoolean()) {
                    present.add(subscribe(selectors.get(random.nextInt(kinds))));
                } else {
                    index.remove(present.remove(random.nextInt(present.size())));
                }
            }
            Object type = types.get(random.nextInt(types.size()));
            Object payload = random.nextBoolean() ? "text" : null;
            assertThat(of(type, payload)).containsExactly(index.find(type, payload));
        }
    }
}
