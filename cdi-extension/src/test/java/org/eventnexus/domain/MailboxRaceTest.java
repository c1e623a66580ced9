package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.DomainConfig;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.domain.Mailbox.Answer;
import org.eventnexus.log.MemoryLog;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mailbox alone: what was accepted is taken, once, in the order of the sequences, and a close is a close. */
@Race
@Tag("R1")
@Tag("R3")
class MailboxRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Domain DOMAIN = (Domain) new HandEngine().create(DomainConfig.of("d"));
    private static final int PUBLISHERS = 3;
    private static final int EACH = 20_000;

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    // Owned by the consumer.
    private final int[] last = new int[PUBLISHERS];
    private long lastSequence;

    private static Delivery<Integer> delivery(int payload) {
        return new Delivery<>(DOMAIN, "a", payload, 0, 0, null, null, null);
    }

    /** A full one refuses. */
    private static Mailbox mailbox(boolean locked, int capacity) {
        return locked
                ? new LockedMailbox(capacity, QueueOrder.FIFO, Overflow.AWAIT, null, null)
                : new RingMailbox(capacity, null);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "16,false", "100,false", "1,true", "16,true"})
    void whatIsAcceptedIsTakenOnceAndInOrder(int capacity, boolean locked, Chance chance) throws Exception {
        Mailbox mailbox = mailbox(locked, capacity);
        var publishers = new AtomicInteger();
        var most = new AtomicInteger();
        Crowd crowd = new Crowd(chance).add(own -> consume(mailbox, own)).add(PUBLISHERS, own -> {
            int publisher = publishers.getAndIncrement();
            for (int i = 0; i < EACH; i++) {
                while (mailbox.offer(delivery(i * PUBLISHERS + publisher)) != Answer.ADMITTED) {
                    Thread.yield();
                }
                most.accumulateAndGet(accepted.incrementAndGet() - taken.get(), Math::max);
            }
        });
        crowd.start();
        endWhen(crowd, () -> accepted.get() == PUBLISHERS * EACH);
        crowd.await(BOUND);

        assertThat(taken).hasValue(PUBLISHERS * EACH);
        assertThat(last).containsOnly(EACH);
        assertThat(lastSequence).isEqualTo(PUBLISHERS * EACH);
        assertThat(most.get()).as("one more has been taken, but not counted").isLessThanOrEqualTo(capacity + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R5")
    void queueAndOverdraftAreOneQueue(boolean locked, Chance chance) throws Exception {
        Mailbox mailbox = mailbox(locked, 8);
        var publishers = new AtomicInteger();
        Crowd crowd = new Crowd(chance).add(own -> consume(mailbox, own)).add(PUBLISHERS, own -> {
            int publisher = publishers.getAndIncrement();
            for (int i = 0; i < EACH; i++) {
                Delivery<Integer> delivery = delivery(i * PUBLISHERS + publisher);
                Answer answer = mailbox.offer(delivery);
                while (answer != Answer.ADMITTED) {
                    Thread.yield();
                    answer = own.below(2) == 0 ? mailbox.offerOverdraft(delivery) : mailbox.offer(delivery);
                }
                accepted.incrementAndGet();
            }
        });
        crowd.start();
        endWhen(crowd, () -> accepted.get() == PUBLISHERS * EACH);
        crowd.await(BOUND);

        assertThat(last).as("each publisher's events in its order").containsOnly(EACH);
        assertThat(lastSequence).isEqualTo(PUBLISHERS * EACH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R12")
    void afterTheCloseNothingIsAcceptedAndNothingThatWasIsLost(boolean locked, Chance chance) throws Exception {
        for (int round = 0; round < 300; round++) {
            Mailbox mailbox = mailbox(locked, 64);
            accepted.set(0);
            taken.set(0);
            lastSequence = 0;
            over.set(false);
            var closed = new AtomicBoolean();
            var late = new AtomicInteger();
            Crowd crowd = new Crowd(chance.fork())
                    .add(own -> {
                        own.delay();
                        mailbox.close();
                        closed.set(true);
                    })
                    .add(2, own -> {
                        for (Answer answer = Answer.FULL; answer != Answer.CLOSED; ) {
                            boolean wasClosed = closed.get();
                            boolean overdraft = own.below(4) == 0;
                            answer = overdraft ? mailbox.offerOverdraft(delivery(0)) : mailbox.offer(delivery(0));
                            if (answer == Answer.ADMITTED) {
                                accepted.incrementAndGet();
                                late.addAndGet(wasClosed ? 1 : 0);
                            }
                        }
                    })
                    .start();
            crowd.await(BOUND);
            assertThat(mailbox.sequence()).isEqualTo(accepted.get());
            while (!mailbox.isEmpty()) {
                assertThat(mailbox.poll().sequence).isEqualTo(++lastSequence);
            }
            assertThat(lastSequence).as("what was accepted is there").isEqualTo(accepted.get());
            assertThat(late).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("AN-11")
    void whatAMailboxGivesUpIsToldOnceAndTheRestIsTakenInOrder(boolean latestPerKey, Chance chance) throws Exception {
        var dropped = new AtomicInteger();
        var mailbox = new LockedMailbox(
                16,
                QueueOrder.FIFO,
                latestPerKey ? Overflow.KEEP_LATEST : Overflow.DROP_OLDEST,
                null,
                delivery -> dropped.incrementAndGet());
        Crowd crowd = new Crowd(chance)
                .add(own -> {
                    for (boolean last = false; !last || !mailbox.isEmpty(); last = over.get()) {
                        Delivery<?> next = mailbox.poll();
                        if (next != null) {
                            assertThat(next.sequence <= lastSequence && !latestPerKey)
                                    .as("out of order")
                                    .isFalse();
                            lastSequence = next.sequence;
                            taken.incrementAndGet();
                        }
                    }
                })
                .add(PUBLISHERS, own -> {
                    for (int i = 0; i < EACH; i++) {
                        assertThat(mailbox.offer(delivery(i))).isEqualTo(Answer.ADMITTED);
                        accepted.incrementAndGet();
                        assertThat(mailbox.size()).isLessThanOrEqualTo(16);
                    }
                });
        crowd.start();
        endWhen(crowd, () -> accepted.get() == PUBLISHERS * EACH);
        crowd.await(BOUND);
        assertThat(taken.get() + dropped.get()).isEqualTo(PUBLISHERS * EACH);
        assertThat(mailbox.dropped()).isEqualTo(dropped.get());
        assertThat(mailbox.sequence()).isEqualTo(PUBLISHERS * EACH);
    }

    /** While publishers and a loop are at it: what is in the log has been given, and what is settled is in the log. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("BX-04")
    void whatIsSettledIsInTheLog(boolean locked, Chance chance) throws Exception {
        var log = new MemoryLog(1, PUBLISHERS * EACH);
        Mailbox mailbox = locked
                ? new LockedMailbox(2 * EACH, QueueOrder.FIFO, Overflow.DROP_OLDEST, log, null)
                : new RingMailbox(16, log);
        log.numberedBy(mailbox::sequence, mailbox::settled);
        var holes = new AtomicLong();
        var early = new AtomicLong();
        Crowd crowd = new Crowd(chance)
                .add(own -> consume(mailbox, own))
                .add(own -> {
                    for (long next = 1, looked = 0; !over.get(); Thread.yield()) {
                        if (log.read(next) != null) {
                            early.addAndGet(mailbox.sequence() < next++ ? 1 : 0);
                        }
                        for (long settled = mailbox.settled(); looked < settled; ) {
                            holes.addAndGet(log.read(++looked) == null ? 1 : 0);
                        }
                    }
                })
                .add(2, own -> {
                    for (int i = 0; i < EACH; i++) {
                        while (mailbox.offer(delivery(-1)) != Answer.ADMITTED) {
                            Thread.yield();
                        }
                        accepted.incrementAndGet();
                    }
                })
                .start();
        endWhen(crowd, () -> accepted.get() == 2 * EACH);
        crowd.await(BOUND);
        assertThat(holes).hasValue(0);
        assertThat(early).hasValue(0);
        assertThat(mailbox.settled()).isEqualTo(2 * EACH);
    }

    private interface Condition {
        boolean holds();
    }

    /** The consumer may end when it finds nothing from now on. */
    private void endWhen(Crowd crowd, Condition condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.holds() && !crowd.isDone() && System.nanoTime() < end) {
            Thread.yield();
        }
        over.set(true);
    }

    /** As the loop does, in batches of any length. */
    private void consume(Mailbox mailbox, Chance own) {
        for (; ; ) {
            boolean last = over.get();
            Delivery<?> next = mailbox.poll();
            if (next != null) {
                check(next);
                taken.incrementAndGet();
                if (own.below(8) == 0) {
                    mailbox.publishHead();
                }
            } else {
                mailbox.publishHead();
                if (last && mailbox.isEmpty()) {
                    return;
                }
                Thread.yield();
            }
        }
    }

    private void check(Delivery<?> next) {
        assertThat(next.sequence).isEqualTo(++lastSequence);
        int number = (Integer) next.payload;
        if (number >= 0) {
            assertThat(number / PUBLISHERS).isEqualTo(last[number % PUBLISHERS]++);
        }
    }
}
