package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.domain.Mailbox.Answer;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each order with each policy, through thousands of steps by chance, against a plain list that says the same slowly. */
@Race
@Tag("AN-11")
@Tag("AN-12")
@Tag("R14")
class LockedMailboxModelTest {
    private static final Domain DOMAIN = (Domain) new HandEngine().create(DomainConfig.of("d"));
    private static final int STEPS = 3_000;

    static Stream<Arguments> all() {
        return Stream.of(QueueOrder.values())
                .flatMap(order -> Stream.of(Overflow.values()).map(overflow -> Arguments.of(order, overflow)));
    }

    /** As it is written down, without a thought of speed: what waits, in the order of the places. */
    private static final class Model {
        private final QueueOrder order;
        private final Overflow overflow;
        private final int capacity;
        private final List<Delivery<?>> waiting = new ArrayList<>();
        private final List<Delivery<?>> outdated = new ArrayList<>();
        private final List<Delivery<?>> newest = new ArrayList<>();

        private Model(QueueOrder order, Overflow overflow, int capacity) {
            this.order = order;
            this.overflow = overflow;
            this.capacity = capacity;
        }

        private boolean refuses(boolean fromLoop) {
            boolean drops = overflow == Overflow.DROP_OLDEST || overflow == Overflow.KEEP_LATEST;
            return !drops && waiting.size() >= (fromLoop ? 17 * capacity : capacity);
        }

        /** Who has given way; null if nobody. */
        private Delivery<?> add(Delivery<?> delivery) {
            boolean full = waiting.size() >= capacity;
            Delivery<?> same = newestOf(delivery);
            if (full && overflow == Overflow.KEEP_LATEST && same != null) {
                int place = waiting.indexOf(same);
                waiting.remove(same);
                newest.remove(same);
                waiting.add(order == QueueOrder.LIFO ? waiting.size() : place, delivery);
                newest.add(delivery);
                return same;
            }
            Delivery<?> displaced = null;
            if (full && overflow == Overflow.DROP_OLDEST) {
                displaced = waiting.get(0);
            } else if (full && overflow == Overflow.KEEP_LATEST) {
                displaced = outdated.isEmpty() ? waiting.get(0) : outdated.get(0);
            }
            forget(displaced);
            same = newestOf(delivery);
            if (same != null) {
                outdated.add(same);
                newest.remove(same);
            }
            waiting.add(delivery);
            newest.add(delivery);
            return displaced;
        }

        private Delivery<?> newestOf(Delivery<?> delivery) {
            return newest.stream()
                    .filter(other -> other.key().isPresent() && other.key().equals(delivery.key()))
                    .findFirst()
                    .orElse(null);
        }

        private void forget(Delivery<?> delivery) {
            waiting.remove(delivery);
            outdated.remove(delivery);
            newest.remove(delivery);
        }

        private Delivery<?> take() {
            if (waiting.isEmpty()) {
                return null;
            }
            Delivery<?> next = switch (order) {
                case FIFO -> waiting.get(0);
                case LIFO -> waiting.get(waiting.size() - 1);
                case PRIORITY -> // the first of several that are equal
                    waiting.stream()
                            .min(Comparator.comparingInt(delivery -> delivery.priority))
                            .orElseThrow();
            };
            forget(next);
            return next;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itIsWhatItsOrderAndItsPolicySay(QueueOrder order, Overflow overflow, Chance chance) {
        for (int capacity : new int[] {1, 2, 3, 8}) {
            var dropped = new ArrayList<Delivery<?>>();
            var mailbox = new LockedMailbox(capacity, order, overflow, null, dropped::add);
            var model = new Model(order, overflow, capacity);
            var modelDropped = new ArrayList<Delivery<?>>();
            long sequence = 0;
            // Full for long, then empty for long, and in between.
            for (int step = 0; step < STEPS; step++) {
                boolean offers = chance.below(10) < (step / 100 % 2 == 0 ? 7 : 3);
                if (offers) {
                    Delivery<?> delivery = delivery(chance);
                    boolean fromLoop = chance.below(4) == 0;
                    Answer expected = model.refuses(fromLoop) ? Answer.FULL : Answer.ADMITTED;
                    if (expected == Answer.ADMITTED) {
                        Delivery<?> displaced = model.add(delivery);
                        if (displaced != null) {
                            modelDropped.add(displaced);
                        }
                    }
                    assertThat(fromLoop ? mailbox.offerOverdraft(delivery) : mailbox.offer(delivery))
                            .isEqualTo(expected);
                    sequence += expected == Answer.ADMITTED ? 1 : 0;
                } else {
                    assertThat(mailbox.poll()).isSameAs(model.take());
                }
                assertThat(dropped).isEqualTo(modelDropped);
                assertThat(mailbox.size()).isEqualTo(model.waiting.size());
                assertThat(mailbox.isEmpty()).isEqualTo(model.waiting.isEmpty());
                assertThat(mailbox.sequence()).isEqualTo(sequence);
                dropped.clear();
                modelDropped.clear();
            }
            mailbox.close();
            var peeked = new ArrayList<Delivery<?>>();
            mailbox.peek(peeked::add);
            assertThat(peeked).containsExactlyInAnyOrderElementsOf(model.waiting);
            for (Delivery<?> next = model.take(); next != null; next = model.take()) {
                assertThat(mailbox.poll()).isSameAs(next);
            }
            assertThat(mailbox.poll()).isNull();
        }
    }

    private static Delivery<Object> delivery(Chance chance) {
        String key = chance.below(4) == 0 ? null : "k" + chance.below(6);
        return new Delivery<>(
                DOMAIN, "a", null, chance.below(5) - 2, 0, null, new Attributes(null, null, null, key, Map.of()), null);
    }
}
