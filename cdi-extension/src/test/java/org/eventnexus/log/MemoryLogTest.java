package org.eventnexus.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.EventLog;
import org.eventnexus.EventLog.Resume;
import org.eventnexus.Position;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("BX-04")
class MemoryLogTest {
    private static final long EPOCH = 100;

    private final AtomicLong newest = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();

    private MemoryLog log(int retention) {
        var log = new MemoryLog(EPOCH, retention);
        log.numberedBy(newest::get, settled::get);
        return log;
    }

    private void append(MemoryLog log, int events) {
        for (int i = 0; i < events; i++) {
            long sequence = newest.incrementAndGet();
            log.append(sequence, new LoggedEvent(sequence));
            settled.set(sequence);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 100, 1000})
    void exactlyTheRetentionIsKept(int retention) {
        MemoryLog log = log(retention);
        for (int total = 1; total <= 3 * retention + 1; total++) {
            append(log, 1);
            long oldest = Math.max(1, total - retention + 1);
            assertThat(log.newest()).isEqualTo(total);
            assertThat(log.oldest()).isEqualTo(oldest);
            assertThat(log.read(oldest).sequence()).isEqualTo(oldest);
            assertThat(log.read(total).sequence()).isEqualTo(total);
            assertThat(log.read(oldest - 1)).isNull();
            assertThat(log.read(total + 1)).isNull();
        }
    }

    @Test
    void anEmptyLogStartsAtOne() {
        MemoryLog log = log(10);
        assertThat(log.oldest()).isEqualTo(1);
        assertThat(log.newest()).isZero();
        assertThat(log.read(1)).isNull();
        assertThat(log.read(0)).isNull();
        assertThat(log.read(-1)).isNull();
        assertThat(log.kind()).isEqualTo("memory");
        assertThat(log.epoch()).isEqualTo(EPOCH);
    }

    @Test
    @Tag("R13")
    void aReaderGoesOnAfterItsPositionOrIsToldOfTheGap() {
        MemoryLog log = log(10);
        assertThat(log.after(new Position(EPOCH, 0))).isEqualTo(new Resume(1, false));
        append(log, 25); // 16 to 25 are kept

        assertThat(log.after(new Position(EPOCH, 20))).isEqualTo(new Resume(21, false));
        assertThat(log.after(new Position(EPOCH, 25))).isEqualTo(new Resume(26, false));
        assertThat(log.after(new Position(EPOCH, 15))).as("16 is the next").isEqualTo(new Resume(16, false));
        assertThat(log.after(new Position(EPOCH, 14))).as("15 is gone").isEqualTo(new Resume(16, true));
        assertThat(log.after(new Position(EPOCH, 0))).isEqualTo(new Resume(16, true));
        assertThat(log.after(new Position(EPOCH - 1, 20))).as("a life before").isEqualTo(new Resume(16, true));
        assertThat(log.after(new Position(EPOCH + 1, 20))).as("another node").isEqualTo(new Resume(16, true));
        assertThat(log.after(new Position(EPOCH, 26))).as("never given").isEqualTo(new Resume(16, true));
    }

    @Test
    void aSequenceThatIsGivenButNotAppendedYetHoldsReadersBack() {
        MemoryLog log = log(10);
        append(log, 3);
        newest.addAndGet(2);
        log.append(5, new LoggedEvent(5));

        assertThat(log.newest()).isEqualTo(5);
        assertThat(log.read(4)).as("no reader may go past it").isNull();
        log.append(4, new LoggedEvent(4));
        assertThat(log.read(4).sequence()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10, 2_000})
    @Tag("R4")
    void aLateAppenderTakesNothingFromNewerEventsNorKeepsThemWaiting(int retention) {
        // Else a reader would wait for the newer one until it is out of the retention: for ever, if nothing more comes.
        MemoryLog log = log(retention);
        append(log, 3);
        newest.incrementAndGet(); // 4 is given; its publisher sleeps
        append(log, 2 * retention);

        log.append(4, new LoggedEvent(4));

        long last = 4 + 2L * retention;
        assertThat(log.oldest()).isEqualTo(last - retention + 1);
        for (long sequence = log.oldest(); sequence <= last; sequence++) {
            assertThat(log.read(sequence).sequence()).isEqualTo(sequence);
        }
        assertThat(log.read(4)).isNull();
    }

    @Test
    void whoComesLateButWithinTheRetentionIsReadInItsPlace() {
        MemoryLog log = log(1_000);
        newest.set(1); // its publisher sleeps through three pages
        append(log, 900);
        assertThat(log.read(1)).isNull();

        log.append(1, new LoggedEvent(1));

        assertThat(log.read(1).sequence()).isEqualTo(1);
        assertThat(log.read(901).sequence()).isEqualTo(901);
    }

    @Test
    void whoWantsToKnowIsSignalledUntilHeCloses() {
        MemoryLog log = log(4);
        var one = new AtomicInteger();
        var other = new AtomicInteger();
        log.signal();
        EventLog.Signal first = log.onAppend(one::incrementAndGet);
        EventLog.Signal second = log.onAppend(other::incrementAndGet);
        log.signal();
        first.close();
        first.close();
        log.signal();
        second.close();
        log.signal();

        assertThat(one).hasValue(1);
        assertThat(other).hasValue(2);
    }

    @Test
    void closingEndsOneRegistrationOfTheSameSignal() {
        MemoryLog log = log(4);
        var count = new AtomicInteger();
        Runnable same = count::incrementAndGet;
        EventLog.Signal first = log.onAppend(same);
        EventLog.Signal second = log.onAppend(same);
        first.close();
        first.close();
        log.signal();
        assertThat(count).hasValue(1);
        second.close();
        log.signal();
        assertThat(count).hasValue(1);
    }

    @Test
    @Tag("R8")
    void aSignalThatThrowsKeepsNobodyFromBeingSignalled() {
        MemoryLog log = log(4);
        var told = new AtomicInteger();
        log.onAppend(() -> {
            throw new java.util.concurrent.RejectedExecutionException("the reader's executor is gone");
        });
        log.onAppend(told::incrementAndGet);
        log.signal();
        log.signal();
        assertThat(told).hasValue(2);
    }

    @Test
    @Race
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverRegistersMissesNoAppend(Chance chance) throws Exception {
        // Each round a reader registers while an event is being appended: it must find the event, or be signalled.
        int rounds = 20_000;
        MemoryLog log = log(16);
        var round = new AtomicInteger();
        var appender = new Thread(() -> {
            for (int r = 1; r <= rounds; r++) {
                while (round.get() < r) {
                    Thread.yield();
                }
                append(log, 1);
                log.signal();
            }
        });
        appender.setDaemon(true);
        appender.start();
        for (int r = 1; r <= rounds; r++) {
            round.set(r);
            chance.delay();
            var signalled = new AtomicInteger();
            EventLog.Signal signal = log.onAppend(signalled::incrementAndGet);
            for (int seen = 0; log.read(r) == null; seen = signalled.get()) {
                while (signalled.get() == seen) {
                    Thread.yield(); // bounded by the test's timeout
                }
            }
            signal.close();
        }
        appender.join();
    }

    // ---- by bytes

    private void heavy(MemoryLog log, int bytes) {
        long sequence = newest.incrementAndGet();
        log.append(sequence, LoggedEvent.heavy(sequence, bytes));
        settled.set(sequence);
    }

    private MemoryLog bounded(int retention, long maxBytes) {
        var log = new MemoryLog(EPOCH, retention, maxBytes);
        log.numberedBy(newest::get, settled::get);
        return log;
    }

    @Test
    void beyondTheBytesTheOldestGoAndReadersSeeAGap() {
        MemoryLog log = bounded(1_000, 100);
        append(log, 3);
        heavy(log, 40);
        append(log, 2);
        heavy(log, 60); // 7
        assertThat(log.oldest()).isEqualTo(1);
        heavy(log, 50); // the first heavy one goes, and what is before it; then the two are still too much
        assertThat(log.oldest()).isEqualTo(8);
        assertThat(log.read(7)).isNull();
        assertThat(log.read(8).sequence()).isEqualTo(8);
        assertThat(log.bytes()).isEqualTo(50);
        assertThat(log.after(new Position(EPOCH, 4))).isEqualTo(new Resume(8, true));
        append(log, 1_500);
        assertThat(log.bytes()).as("gone by count").isZero();
        assertThat(log.oldest()).isEqualTo(newest.get() - 999);
    }

    @Test
    void theNewestIsKeptHoweverLargeItIs() {
        MemoryLog log = bounded(10, 100);
        for (int i = 0; i < 50; i++) {
            heavy(log, 1_000);
            assertThat(log.oldest()).isEqualTo(newest.get());
            assertThat(log.read(newest.get())).isNotNull();
        }
        append(log, 1);
        assertThat(log.bytes()).isEqualTo(1_000);
        heavy(log, 1);
        assertThat(log.bytes()).isEqualTo(1);
    }

    @Test
    void whoAppendsLateIsCountedOffAgain() {
        MemoryLog log = bounded(1_000, 100);
        long late = newest.incrementAndGet();
        heavy(log, 60);
        heavy(log, 60);
        log.append(late, LoggedEvent.heavy(late, 60));
        assertThat(log.read(late)).isNull();
        assertThat(log.bytes()).isEqualTo(60);
        long later = newest.incrementAndGet();
        append(log, 10_000);
        log.append(later, LoggedEvent.heavy(later, 60));
        assertThat(log.bytes()).isZero();
    }

    // ---- by id

    @Test
    @Tag("R13")
    void anEventIsFoundByItsIdWhileItIsKept() {
        MemoryLog log = log(3);
        List<LoggedEvent> events = new ArrayList<>();
        for (long sequence = 1; sequence <= 5; sequence++) {
            var event = new LoggedEvent(
                    sequence,
                    "/s" + sequence % 2,
                    sequence == 5 ? "a" : "abcd".substring((int) sequence - 1, (int) sequence));
            assertThat(log.ids().putIfAbsent(event, log.oldest())).isNull();
            newest.incrementAndGet();
            log.append(sequence, event);
            events.add(event);
        }
        // Kept: 3 "c" from /s1, 4 "d" from /s0, 5 "a" from /s1.
        assertThat(log.find("c", null)).containsSame(events.get(2));
        assertThat(log.find("c", "/s1")).containsSame(events.get(2));
        assertThat(log.find("c", "/s0")).isEmpty();
        assertThat(log.find("b", null)).as("forgotten").isEmpty();
        assertThat(log.find("a", null)).containsSame(events.get(4));
        assertThat(log.find("nobody's", null)).isEmpty();
    }

    @Test
    @Tag("R13")
    void generatedIdsAreFoundWithoutAnIndex() {
        MemoryLog log = log(3);
        newest.set(4);
        for (long sequence = 2; sequence <= 4; sequence++) {
            log.append(sequence, new LoggedEvent(sequence, "/s", new Position(EPOCH, sequence).toString()));
        }
        assertThat(log.find(new Position(EPOCH, 3).toString(), "/s"))
                .get()
                .extracting(event -> event.sequence())
                .isEqualTo(3L);
        assertThat(log.find(new Position(EPOCH, 3).toString(), "/other")).isEmpty();
        assertThat(log.find(new Position(EPOCH, 1).toString(), null)).isEmpty();
        assertThat(log.find(new Position(EPOCH, 9).toString(), null)).isEmpty();
        assertThat(log.find(new Position(EPOCH + 1, 3).toString(), null)).isEmpty();
    }
}
