package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;
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
}
