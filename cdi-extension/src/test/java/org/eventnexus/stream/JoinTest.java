package org.eventnexus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.eventnexus.EventLog;
import org.eventnexus.EventSelector;
import org.eventnexus.Happening;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.StreamOptions;
import org.eventnexus.log.LoggedEvent;
import org.eventnexus.log.MemoryLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a stream that replays the log goes over to what is given out live: no event is between the two. */
@Tag("AU-10")
class JoinTest {
    private static final long EPOCH = 1;
    private static final Position BEGINNING = new Position(EPOCH, 0);

    private final List<Long> got = new ArrayList<>();
    private final ByHand domain = new ByHand();
    private final Following following = new Following(domain);

    @Test
    void whatIsAdmittedBetweenTheLastReadAndTheJoinIsNotLost() {
        following.start();
        admit();
        admit();
        domain.inRead = this::admit;
        open();

        domain.run();

        assertThat(domain.inRead).as("something came meanwhile").isNull();
        assertThat(got).containsExactly(1L, 2L, 3L);
        admit();
        domain.run();
        assertThat(got).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatIsAdmittedBetweenTheLastReadAndTheJoinMayStillWaitToBeGivenOut() {
        following.start();
        admit();
        domain.inRead = domain::admit; // its publisher has not signalled it yet
        open();

        domain.run();
        following.signal(domain.sequence());
        domain.run();

        assertThat(got).containsExactly(1L, 2L);
    }

    /** An event comes, and is given out to all that are live. */
    private void admit() {
        domain.admit();
        following.signal(domain.sequence());
        domain.run();
    }

    private void open() {
        following.<Object>stream(EventSelector.any(), StreamOptions.defaults().after(BEGINNING))
                .subscribe(new Flow.Subscriber<NexusEvent<Object>>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(NexusEvent<Object> event) {
                        got.add(event.sequence());
                    }

                    @Override
                    public void onError(Throwable error) {
                        throw new AssertionError(error);
                    }

                    @Override
                    public void onComplete() {}
                });
    }

    /** A domain whose tasks the test runs, and that does something the first time that its log has nothing more to read. */
    private static final class ByHand implements Surroundings, EventLog {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final MemoryLog kept = newTail(100);
        private MemoryLog tail;
        private long sequence;
        /** Null when it has been done. */
        Runnable inRead;

        void admit() {
            long next = sequence + 1;
            var event = new LoggedEvent(next);
            kept.append(next, event);
            if (tail != null) {
                tail.append(next, event);
            }
            sequence = next;
        }

        void run() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }

        @Override
        public NexusEvent<?> read(long wanted) {
            NexusEvent<?> event = kept.read(wanted);
            if (event == null && inRead != null) {
                Runnable first = inRead;
                inRead = null;
                first.run();
            }
            return event;
        }

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public long epoch() {
            return EPOCH;
        }

        @Override
        public long oldest() {
            return kept.oldest();
        }

        @Override
        public long newest() {
            return sequence;
        }

        @Override
        public Optional<NexusEvent<?>> find(String id, String source) {
            return kept.find(id, source);
        }

        @Override
        public Signal onAppend(Runnable signal) {
            return kept.onAppend(signal);
        }

        @Override
        public String domain() {
            return "d";
        }

        @Override
        public int capacity() {
            return 10;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public EventLog log() {
            return this;
        }

        @Override
        public void follow(MemoryLog begun) {
            tail = begun;
        }

        @Override
        public MemoryLog newTail(int length) {
            var made = new MemoryLog(EPOCH, length);
            made.numberedBy(() -> sequence, () -> sequence);
            return made;
        }

        @Override
        public Executor executor() {
            return tasks::add;
        }

        @Override
        public Runnable schedule(Runnable task, Duration delay) {
            tasks.add(task);
            return () -> tasks.remove(task);
        }

        @Override
        public void tell(Supplier<Happening> what) {}

        @Override
        public long nanoTime() {
            return 0;
        }
    }
}
