package org.eventnexus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eventnexus.EventSelector;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.ReceiverOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AU-02")
class SelectorIndexTest {
    private final SelectorIndex index = new SelectorIndex(false);

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
        assertThat(handlerOf(7L, null)).isEqualTo("number 7");
        assertThat(handlerOf("7", null)).isEqualTo("*");
        assertThat(handlerOf(8L, null)).isEqualTo("**");
    }

    @Test
    @Tag("AN-04")
    void twoHandlersForEqualSelectorsClashAndAreBothNamed() {
        index.addHandler(handler("first"));
        Receiver second = handler("second");
        assertThatThrownBy(() -> index.addHandler(second))
                .isInstanceOf(MisconfiguredReceiverException.class)
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
                .isInstanceOf(MisconfiguredReceiverException.class);
        assertThatThrownBy(() -> index.addHandler(handler(EventSelector.payload(Object.class))))
                .isInstanceOf(MisconfiguredReceiverException.class);
        assertThatCode(() -> index.addHandler(handler(EventSelector.payload(String.class))))
                .doesNotThrowAnyException();
        index.addSubscriber(subscriber(EventSelector.payload(Integer.class)));
        assertThat(index.find("x", 1)).hasSize(2);
    }

    @Test
    void aSelectorThatIsGivenTwiceIsForgottenWithItsReceiver() {
        EventSelector twice = EventSelector.payload(Integer.class);
        Receiver receiver = Receiver.subscriber(
                List.of(twice, twice), "twice", (event, context) -> null, ReceiverOptions.defaults(), 0, any -> {});
        index.addSubscriber(receiver);
        assertThat(index.find("x", 1)).containsExactly(receiver);
        index.remove(receiver);
        assertThat(index.find("x", 1)).isEmpty();
        assertThat(index.dependsOnPayload()).isFalse();
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

    @Test
    @Tag("AN-05")
    @Tag("AN-06")
    void ofNumbersAnExactOneIsMoreSpecificThanARangeAndThatThanAMask() {
        for (EventSelector selector : new EventSelector[] {
            EventSelector.any(),
            EventSelector.payload(String.class),
            EventSelector.mask(0b0110),
            EventSelector.mask(0b1000),
            EventSelector.range(100, 199),
            EventSelector.range(200, 299),
            EventSelector.type(150)
        }) {
            index.addHandler(handler(selector));
        }

        assertThat(handlerOf(150L, "text")).isEqualTo("number 150");
        assertThat(handlerOf(100L, "text")).isEqualTo("numbers 100..199");
        assertThat(handlerOf(199L, "text")).isEqualTo("numbers 100..199");
        assertThat(handlerOf(200L, "text")).isEqualTo("numbers 200..299");
        assertThat(handlerOf(2L, "text")).isEqualTo("mask 0x6");
        assertThat(handlerOf(8L, "text")).isEqualTo("mask 0x8");
        assertThat(handlerOf(8L | 4L, "text")).as("the lowest bit decides").isEqualTo("mask 0x6");
        assertThat(handlerOf(304L, "text")).isEqualTo("payload java.lang.String");
        assertThat(handlerOf(0L, null)).isEqualTo("**");
        assertThat(handlerOf("150", null)).as("a name").isEqualTo("**");
    }

    @Test
    @Tag("AN-05")
    @Tag("AN-06")
    void overlappingRangesAndMasksClashOnlyForHandlers() {
        index.addHandler(handler(EventSelector.range(100, 199)));
        index.addHandler(handler(EventSelector.mask(6)));
        for (EventSelector overlapping : new EventSelector[] {
            EventSelector.range(100, 199),
            EventSelector.range(150, 160),
            EventSelector.range(199, 200),
            EventSelector.range(Long.MIN_VALUE, Long.MAX_VALUE),
            EventSelector.mask(4),
            EventSelector.mask(-1)
        }) {
            assertThatThrownBy(() -> index.addHandler(handler(overlapping)))
                    .as("%s", overlapping)
                    .isInstanceOf(MisconfiguredReceiverException.class);
            index.addSubscriber(subscriber(overlapping));
        }
        assertThatCode(() -> {
                    index.addHandler(handler(EventSelector.range(200, 201)));
                    index.addHandler(handler(EventSelector.mask(~6)));
                    index.addHandler(handler(EventSelector.type(150)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    @Tag("AN-06")
    void aSelectorIsFoundUntilItsLastReceiverIsRemoved() {
        List<Receiver> all = List.of(
                handler(EventSelector.range(-3, 40)),
                subscriber(EventSelector.range(-3, 40)),
                subscriber(EventSelector.range(-3, 40)),
                subscriber(EventSelector.mask(5)));
        index.addHandler(all.get(0));
        all.subList(1, 4).forEach(index::addSubscriber);

        for (int gone = 0; gone < 3; gone++) {
            assertThat(index.find(4L, null)).containsExactlyElementsOf(all.subList(gone, 4));
            index.remove(all.get(gone));
            index.remove(all.get(gone));
        }
        assertThat(index.find(4L, null)).containsExactly(all.get(3));
        index.remove(all.get(3));
        assertThat(index.find(4L, null)).isEmpty();
        assertThat(index.find(-3L, null)).isEmpty();
    }

    /** The index finds by looking up what could match; that it is the same as asking each one is tried with odd names. */
    @Test
    void findingIsTheSameAsAskingEach() {
        var random = new Random(7);
        var all = new ArrayList<Receiver>();
        for (int i = 0; i < 300; i++) {
            all.add(subscriber(selector(random)));
            index.addSubscriber(all.get(i));
        }
        findsTheSameAsAskingEach(all, random);
        for (int i = 0; i < 200; i++) {
            index.remove(all.remove(random.nextInt(all.size())));
        }
        findsTheSameAsAskingEach(all, random);
    }

    private void findsTheSameAsAskingEach(List<Receiver> all, Random random) {
        for (int i = 0; i < 20_000; i++) {
            Object type = random.nextInt(3) == 0 ? (Object) number(random) : name(random);
            Object payload = random.nextBoolean() ? "text" : null;
            assertThat(index.find(type, payload))
                    .as("%s with %s", type, payload)
                    .containsExactly(all.stream()
                            .filter(receiver -> receiver.selector().matches(type, payload))
                            .toArray(Receiver[]::new));
        }
    }

    private enum Fruit {
        APPLE,
        PEAR {
            @Override
            public String toString() {
                return "pear";
            }
        }
    }

    /** By what a payload's class extends and implements; that it is the same as asking each class is tried with odd ones. */
    @Test
    void findingByClassIsTheSameAsAskingEach() {
        List<Object> payloads = List.of(
                "text",
                1,
                2L,
                Fruit.APPLE,
                Fruit.PEAR,
                new ArrayList<>(),
                List.of(),
                new int[0],
                new Integer[0],
                new int[0][0],
                (Runnable) () -> {},
                new Object());
        var classes = new ArrayList<Class<?>>(List.of(
                Object.class,
                Number.class,
                Comparable.class,
                Iterable.class,
                Cloneable.class,
                Object[].class,
                Number[].class,
                int[].class,
                Runnable.class,
                java.io.Serializable.class,
                Enum.class,
                Fruit.class));
        payloads.forEach(payload -> classes.add(payload.getClass()));
        var all = new ArrayList<Receiver>();
        for (Class<?> type : classes) {
            all.add(subscriber(EventSelector.payload(type)));
            index.addSubscriber(all.get(all.size() - 1));
        }
        for (int left = all.size(); left > 0; left--) {
            for (Object payload : payloads) {
                assertThat(index.find("a", payload))
                        .as("%s", payload.getClass())
                        .containsExactly(all.stream()
                                .filter(receiver -> receiver.selector().matches("a", payload))
                                .toArray(Receiver[]::new));
            }
            assertThat(index.find("a", null)).isEmpty();
            index.remove(all.remove(left / 2));
        }
        assertThat(index.dependsOnPayload()).isFalse();
    }

    @Test
    void aReceiverOfSeveralSelectorsIsOneAndGoesAsOne() {
        Receiver both = Receiver.subscriber(
                List.of(EventSelector.parse("a.*"), EventSelector.type("a.b")),
                "both",
                (event, context) -> null,
                ReceiverOptions.defaults(),
                0,
                receiver -> {});
        index.addSubscriber(both);
        assertThat(index.find("a.b", null)).containsExactly(both);
        assertThat(index.find("a.c", null)).containsExactly(both);
        assertThat(index.subscribers()).isEqualTo(1);
        assertThat(index.all()).containsExactly(both);
        assertThat(index.subscribersOf(EventSelector.type("a.b"))).containsExactly(both);
        index.remove(both);
        index.remove(both);
        assertThat(index.find("a.b", null)).isEmpty();
        assertThat(index.find("a.c", null)).isEmpty();
        assertThat(index.subscribers()).isZero();
    }

    private static EventSelector selector(Random random) {
        String name = name(random);
        long number = number(random);
        long other = number(random);
        return switch (random.nextInt(9)) {
            case 0 -> new EventSelector.Children(name);
            case 1 -> new EventSelector.Descendants(name);
            case 2 -> EventSelector.parse("*");
            case 3 -> random.nextInt(10) == 0 ? EventSelector.any() : EventSelector.payload(String.class);
            case 4 -> EventSelector.type(number);
            case 5, 6 -> EventSelector.range(Math.min(number, other), Math.max(number, other));
            case 7 -> EventSelector.mask(number == 0 ? -1 : number);
            default -> EventSelector.type(name);
        };
    }

    /** Small ones, which meet each other, and those about which arithmetic goes wrong. */
    private static long number(Random random) {
        long near = random.nextInt(9) - 4;
        return switch (random.nextInt(6)) {
            case 0 -> Long.MAX_VALUE - Math.abs(near);
            case 1 -> Long.MIN_VALUE + Math.abs(near);
            case 2 -> (1L << random.nextInt(64)) + near;
            case 3 -> random.nextLong();
            default -> random.nextInt(200) - 100;
        };
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
