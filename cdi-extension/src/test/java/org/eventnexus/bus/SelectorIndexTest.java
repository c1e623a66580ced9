package org.eventnexus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eventnexus.EventSelector;
import org.eventnexus.ReceiverOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AU-02")
class SelectorIndexTest {
    private final SelectorIndex index = new SelectorIndex();

    private static Receiver handler(EventSelector selector) {
        return Receiver.handler(
                selector,
                "handler of " + selector,
                (event, context) -> null,
                ReceiverOptions.defaults(),
                receiver -> {});
    }

    private static Receiver handler(String name) {
        return Receiver.handler(
                EventSelector.parse("a.*"), name, (event, context) -> name, ReceiverOptions.defaults(), receiver -> {});
    }

    private static Receiver subscriber(EventSelector selector) {
        return Receiver.subscriber(selector, event -> {}, receiver -> {});
    }

    private String handlerOf(Object type, Object payload) {
        Receiver[] found = index.find(type, payload);
        return found.length == 0 || !found[0].isHandler()
                ? "none"
                : found[0].selector().toString();
    }

    @Test
    @Tag("AN-04")
    @Tag("AN-08")
    void theMostSpecificHandlerTakesAnEvent() {
        for (String selector : new String[] {"**", "a.**", "a.b.**", "a.b.*", "a.b.c", "*"}) {
            index.addHandler(handler(EventSelector.parse(selector)));
        }
        index.addHandler(handler(EventSelector.payload(String.class)));
        index.addHandler(handler(EventSelector.type(7)));

        assertThat(handlerOf("a.b.c", "text")).isEqualTo("a.b.c");
        assertThat(handlerOf("a.b.d", "text")).isEqualTo("a.b.*");
        assertThat(handlerOf("a.b.d.e", "text")).isEqualTo("a.b.**");
        assertThat(handlerOf("a.x", "text")).isEqualTo("a.**");
        assertThat(handlerOf("x.y", "text")).isEqualTo("payload java.lang.String");
        assertThat(handlerOf("x.y", 1)).isEqualTo("**");
        assertThat(handlerOf("x", "text")).isEqualTo("*");
        assertThat(handlerOf(7L, null)).isEqualTo("7");
        assertThat(handlerOf("7", null)).isEqualTo("*");
        assertThat(handlerOf(8L, null)).isEqualTo("**");
    }

    @Test
    @Tag("AN-04")
    void twoHandlersForEqualSelectorsClashAndAreBothNamed() {
        index.addHandler(handler("first"));
        Receiver second = handler("second");
        assertThatThrownBy(() -> index.addHandler(second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ENX-0004")
                .hasMessageContaining("a.*")
                .hasMessageContaining("'first'")
                .hasMessageContaining("'second'");
        assertThat(index.handlerNames()).containsExactly("first");
        assertThatCode(() -> index.addHandler(handler(EventSelector.parse("a.**"))))
                .doesNotThrowAnyException();
    }

    @Test
    void overlappingClassesClashOnlyForHandlers() {
        index.addHandler(handler(EventSelector.payload(Number.class)));
        assertThatThrownBy(() -> index.addHandler(handler(EventSelector.payload(Integer.class))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.addHandler(handler(EventSelector.payload(Object.class))))
                .isInstanceOf(IllegalStateException.class);
        assertThatCode(() -> index.addHandler(handler(EventSelector.payload(String.class))))
                .doesNotThrowAnyException();
        index.addSubscriber(subscriber(EventSelector.payload(Integer.class)));
        assertThat(index.find("x", 1)).hasSize(2);
    }

    @Test
    @Tag("R1")
    void subscribersComeInTheOrderOfRegistrationAfterTheHandler() {
        var subscribers = new ArrayList<Receiver>();
        for (String selector : new String[] {"**", "a.b", "a.*", "a.**", "a.b", "**"}) {
            subscribers.add(subscriber(EventSelector.parse(selector)));
            index.addSubscriber(subscribers.get(subscribers.size() - 1));
        }
        subscribers.add(subscriber(EventSelector.payload(Integer.class)));
        index.addSubscriber(subscribers.get(6));
        Receiver handler = handler(EventSelector.any());
        index.addHandler(handler);

        var expected = new ArrayList<Receiver>(List.of(handler));
        expected.addAll(subscribers);
        assertThat(index.find("a.b", 1)).containsExactlyElementsOf(expected);
    }

    @Test
    @Tag("AE-07")
    void removingIsExactAndMayBeDoneAgain() {
        Receiver one = subscriber(EventSelector.parse("a"));
        Receiver two = subscriber(EventSelector.parse("a"));
        Receiver byClass = subscriber(EventSelector.payload(String.class));
        Receiver handler = handler(EventSelector.parse("a"));
        index.addSubscriber(one);
        index.addSubscriber(two);
        index.addSubscriber(byClass);
        index.addHandler(handler);
        assertThat(index.dependsOnPayload()).isTrue();
        int version = index.version();

        index.remove(one);
        index.remove(one);
        index.remove(byClass);
        index.remove(byClass);

        assertThat(index.version()).isEqualTo(version + 2);
        assertThat(index.find("a", "text")).containsExactly(handler, two);
        assertThat(index.dependsOnPayload()).isFalse();
        assertThat(index.subscribers()).isEqualTo(1);
        index.remove(two);
        index.remove(two);
        index.remove(handler);
        index.remove(handler);
        assertThat(index.find("a", "text")).isEmpty();
        assertThat(index.subscribers()).isZero();
        assertThatCode(() -> index.addHandler(handler(EventSelector.parse("a"))))
                .doesNotThrowAnyException();
    }

    /** The index finds by looking up what could match; that it is the same as asking each one is tried with odd names. */
    @Test
    void findingIsTheSameAsAskingEach() {
        var random = new Random(7);
        var all = new ArrayList<Receiver>();
        for (int i = 0; i < 300; i++) {
            String name = name(random);
            EventSelector selector = switch (random.nextInt(6)) {
                case 0 -> new EventSelector.Children(name);
                case 1 -> new EventSelector.Descendants(name);
                case 2 -> EventSelector.parse("*");
                case 3 -> random.nextInt(10) == 0 ? EventSelector.any() : EventSelector.payload(String.class);
                case 4 -> new EventSelector.Exact((long) random.nextInt(5));
                default -> new EventSelector.Exact(name);
            };
            all.add(subscriber(selector));
            index.addSubscriber(all.get(i));
        }
        for (int i = 0; i < 20_000; i++) {
            Object type = random.nextInt(8) == 0 ? (Object) (long) random.nextInt(6) : name(random);
            Object payload = random.nextBoolean() ? "text" : null;
            assertThat(index.find(type, payload))
                    .as("%s with %s", type, payload)
                    .containsExactly(all.stream()
                            .filter(receiver -> receiver.selector().matches(type, payload))
                            .toArray(Receiver[]::new));
        }
    }

    /** Short, with dots anywhere, also at the ends and in rows. */
    private static String name(Random random) {
        var name = new StringBuilder();
        for (int length = 1 + random.nextInt(5); length > 0; length--) {
            name.append("ab..".charAt(random.nextInt(4)));
        }
        return name.toString();
    }
}
