package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R11")
class ThreadsTest {
    private final List<Thread> made = new ArrayList<>();
    private final Threads threads = new Threads();

    private void open(int size) {
        threads.open(
                task -> {
                    Thread thread = Threads.daemons(null).newThread(task);
                    made.add(thread);
                    return thread;
                },
                size);
    }

    @Test
    void areMadeAtOnceByWhoOpensThem() {
        open(3);
        assertThat(made).hasSize(4).allMatch(Thread::isDaemon); // and the timer
        threads.close();
    }

    @Test
    void runTasksAndTimedTasks() throws Exception {
        open(1);
        var done = new CountDownLatch(2);
        threads.scheduler().schedule(done::countDown, Duration.ofHours(1)).cancel();
        threads.scheduler()
                .schedule(
                        () -> {
                            throw new IllegalStateException("on purpose, and logged");
                        },
                        Duration.ZERO);
        threads.scheduler().schedule(done::countDown, Duration.ofMillis(1));
        threads.executor().execute(done::countDown);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        threads.close();
    }

    @Test
    void rejectBeforeAndAfter() {
        assertRejects();
        open(1);
        threads.close();
        assertRejects();
    }

    private void assertRejects() {
        assertThatThrownBy(() -> threads.executor().execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("ENX-0002");
        assertThatThrownBy(() -> threads.scheduler().schedule(() -> {}, Duration.ZERO))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @Tag("AN-16")
    @Tag("R12")
    void threadsOfSourcesAreInterruptedAndAwaited() throws Exception {
        open(1);
        var running = new CountDownLatch(1);
        var gone = new AtomicBoolean();
        threads.blockingExecutor().execute(() -> {
            try {
                running.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                for (long end = System.nanoTime() + 50_000_000; System.nanoTime() < end; ) {
                    Thread.onSpinWait(); // as one that puts its things away
                }
                gone.set(true);
            }
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        threads.close();
        assertThat(gone).isTrue();
    }

    @Test
    @Tag("R12")
    void aThreadOfASourceThatDoesNotComeBackIsNotWaitedForForEver() throws Exception {
        open(1);
        var running = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        threads.blockingExecutor().execute(() -> {
            running.countDown();
            while (go.getCount() != 0) {
                try {
                    go.await();
                } catch (InterruptedException ignored) {
                    // on purpose
                }
            }
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        threads.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        go.countDown();
    }

    @Test
    void runningTasksAreInterruptedWhenTheyDoNotEnd() {
        open(1);
        var interrupted = new CompletableFuture<Boolean>();
        var running = new CountDownLatch(1);
        threads.executor().execute(() -> {
            try {
                running.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.complete(true);
            }
        });
        assertThat(running).satisfies(CountDownLatch::await);
        threads.close();
        assertThat(interrupted.join()).isTrue();
    }
}
