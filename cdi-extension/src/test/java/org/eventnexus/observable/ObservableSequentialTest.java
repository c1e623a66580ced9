package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;
import static org.eventnexus.observable.Stages.value;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eventnexus.observable.Turns.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB-02")
class ObservableSequentialTest {
    private final Observable<String> observable = new Observable<>();
    private final List<String> seen = new ArrayList<>();

    private void subscribe(String name, CompletionStage<?> stage) {
        observable.subscribeNow(value -> {
            seen.add(name);
            return stage;
        });
    }

    private static CompletionStage<String> done(String value) {
        return CompletableFuture.completedFuture(value);
    }

    private void subscribeThreeTheSecondFails() {
        subscribe("one", done("1"));
        subscribe("two", CompletableFuture.failedFuture(new IOException("two")));
        subscribe("three", done("3"));
    }

    @Test
    void eachIsToldWhenItsTurnIsAskedFor() {
        var slow = new CompletableFuture<String>();
        subscribe("one", slow);
        subscribe("two", null);

        Turns<String> turns = observable.notifySequential("a");
        assertThat(seen).isEmpty();

        var one = turns.next();
        assertThat(seen).containsExactly("one");
        assertThat(isPending(one)).isTrue();
        assertThatThrownBy(turns::next).isInstanceOf(IllegalStateException.class);
        assertThat(observable.isIdle()).as("it is apart from notify").isTrue();
        slow.complete("1");
        assertThat(value(one).map(Turn::value)).contains("1");

        assertThat(value(turns.next())).isPresent();
        assertThat(seen).containsExactly("one", "two");
        assertThat(value(turns.next())).isEmpty();
        assertThat(value(turns.next())).isEmpty();
    }

    @Test
    void itMayBeLeftAtAnyTurn() {
        subscribe("one", done("1"));
        subscribe("two", done("2"));
        observable.notifySequential("a").next();
        assertThat(seen).containsExactly("one");
    }

    @Test
    void theRestIsToldOneAfterTheOther() {
        var slow = new CompletableFuture<String>();
        subscribe("one", slow);
        subscribe("two", done("2"));
        subscribe("three", null);
        var rest = observable.notifySequential("a").rest();
        assertThat(seen).containsExactly("one");
        slow.complete("1");
        assertThat(value(rest)).containsExactly("1", "2", null);
    }

    @Test
    void anErrorIsToldAndEndsIt() {
        subscribeThreeTheSecondFails();
        Turns<String> turns = observable.notifySequential("a");
        turns.next();
        assertThat(failure(turns.next())).hasMessage("two");
        assertThat(value(turns.next())).isEmpty();
        assertThat(seen).containsExactly("one", "two");
        assertThat(failure(observable.notifySequential("a").rest())).hasMessage("two");
    }

    @Test
    void silentAnErrorJustEndsIt() {
        subscribeThreeTheSecondFails();
        assertThat(value(observable.notifySequential("a", true, false).rest())).containsExactly("1");
        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void silentAndPersistentAnErrorIsLeftOut() {
        subscribeThreeTheSecondFails();
        List<String> logged = logged(() -> assertThat(
                        value(observable.notifySequential("a", true, true).rest()))
                .containsExactly("1", "3"));
        assertThat(logged).isEmpty();
    }

    @Test
    void persistentAnErrorIsLoggedAndLeftOut() {
        subscribeThreeTheSecondFails();
        List<String> logged = logged(() -> assertThat(
                        value(observable.notifySequential("a", false, true).rest()))
                .containsExactly("1", "3"));
        assertThat(logged).singleElement().asString().startsWith("ENX-0094");
        assertThat(seen).containsExactly("one", "two", "three");
    }

    @Test
    void errorsThatComeLaterAreTheSame() {
        var later = new CompletableFuture<String>();
        subscribe("one", later);
        subscribe("two", done("2"));
        var rest = observable.notifySequential("a", true, true).rest();
        assertThat(isPending(rest)).isTrue();
        later.completeExceptionally(new IOException());
        assertThat(value(rest)).containsExactly("2");
    }

    @Test
    void manyTurnsMakeNoDeepStack() {
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            int number = i;
            observable.subscribeNow(value -> number % 2 == 0
                    ? CompletableFuture.failedFuture(new IOException())
                    : CompletableFuture.completedFuture(number));
        }
        assertThat(value(observable.notifySequential("a", true, true).rest())).hasSize(many / 2);
    }

    static List<String> logged(Runnable work) {
        List<String> messages = new ArrayList<>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.eventnexus");
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }
}
