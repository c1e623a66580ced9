package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.domain.Scheduler;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private final List<Runnable> timers = new ArrayList<>();
    private final Scheduler scheduler = (task, delay) -> {
        timers.add(task);
        return () -> timers.remove(task);
    };
    private final List<String> done = new ArrayList<>();

    @Test
    void whatEndsInTimeLeavesNoTimerBehind() {
        var stage = new CompletableFuture<String>();
        TimeLimit.set(stage, scheduler, Duration.ofMinutes(1), () -> done.add("late"));
        assertThat(timers).hasSize(1);

        stage.complete("in time");
        assertThat(timers).isEmpty();
    }

    @Test
    void whatHasEndedAlreadyLeavesNoneEither() {
        TimeLimit.set(CompletableFuture.completedFuture(1), scheduler, Duration.ofMinutes(1), () -> done.add("late"));
        TimeLimit.set(
                CompletableFuture.failedFuture(new Exception()),
                scheduler,
                Duration.ofMinutes(1),
                () -> done.add("late"));
        assertThat(timers).isEmpty();
    }

    @Test
    void whatDoesNotIsLate() {
        TimeLimit.set(new CompletableFuture<String>(), scheduler, Duration.ofMinutes(1), () -> done.add("late"));
        timers.get(0).run();
        assertThat(done).containsExactly("late");
    }
}
