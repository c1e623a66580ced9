package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What receivers and middlewares leave on a thread is gone when the next one is called there. */
@Tag("R9")
class TidyCallTest {
    private static final ClassLoader ANOTHER = new ClassLoader() {};

    private final AtomicInteger status = new AtomicInteger(Status.STATUS_NO_TRANSACTION);
    private final Optional<Transactions> transactions = Optional.of(new Transactions(
            play(TransactionSynchronizationRegistry.class, (self, method, arguments) -> status.get()),
            play(UserTransaction.class, (self, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("rollback");
                status.set(Status.STATUS_NO_TRANSACTION);
                return null;
            })));

    private static <T> T play(Class<T> type, InvocationHandler how) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, how));
    }

    private static <T> T on(String thread, Callable<T> task) throws Exception {
        var future = new FutureTask<>(task);
        new Thread(future, thread).start();
        return future.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void noFlagIsLeft() {
        Thread.interrupted();
    }

    @Test
    void theClassLoaderIsPutBackHoweverTheCallEnds() throws Exception {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        assertThat(TidyCall.of(this::leavesItsLoader, Optional.empty())).isEqualTo("done");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
        assertThatThrownBy(() -> TidyCall.of(
                        () -> {
                            leavesItsLoader();
                            throw new IllegalStateException("on purpose");
                        },
                        Optional.empty()))
                .hasMessage("on purpose");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
    }

    private String leavesItsLoader() {
        Thread.currentThread().setContextClassLoader(ANOTHER);
        return "done";
    }

    @Test
    void anInterruptThatItLeavesIsNotTheNextOnes() throws Exception {
        assertThat(on("eventnexus-1", this::isLeftInterrupted)).isFalse();
    }

    @Test
    void anInterruptThatWasThereBeforeStays() throws Exception {
        boolean left = on("eventnexus-1", () -> {
            Thread.currentThread().interrupt();
            return isLeftInterrupted();
        });
        assertThat(left).as("the pool is being shut down").isTrue();
    }

    @Test
    @Tag("R12")
    void anInterruptOfAThreadThatIsNotOursIsItsOwners() throws Exception {
        assertThat(on("undeploys", this::isLeftInterrupted)).isTrue();
    }

    private boolean isLeftInterrupted() throws Exception {
        TidyCall.of(
                () -> {
                    Thread.currentThread().interrupt();
                    return null;
                },
                Optional.empty());
        return Thread.currentThread().isInterrupted();
    }

    @Test
    @Tag("BX-03")
    void aTransactionThatItLeavesOpenIsRolledBackAndItsFailure() {
        assertThatThrownBy(() -> TidyCall.of(
                        () -> {
                            status.set(Status.STATUS_ACTIVE);
                            return "done";
                        },
                        transactions))
                .hasMessageStartingWith("ENX-0158 ");
        assertThat(status).hasValue(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    @Tag("BX-03")
    void whatItThrowsComesBeforeTheTransactionThatItLeavesOpen() {
        assertThatThrownBy(() -> TidyCall.of(
                        () -> {
                            status.set(Status.STATUS_ACTIVE);
                            throw new IllegalStateException("on purpose");
                        },
                        transactions))
                .hasMessage("on purpose")
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .satisfies(left -> assertThat(left).hasMessageStartingWith("ENX-0158 ")));
        assertThat(status).hasValue(Status.STATUS_NO_TRANSACTION);
    }

    /** As of one that decides for a middleware, or stops a domain, when the executor takes nothing any more. */
    @Test
    @Tag("BX-03")
    @Tag("R12")
    void aTransactionOfAThreadThatIsNotOursIsItsOwners() throws Exception {
        status.set(Status.STATUS_ACTIVE);
        assertThat(on("request", () -> TidyCall.of(() -> "done", transactions))).isEqualTo("done");
        assertThat(status).hasValue(Status.STATUS_ACTIVE);
    }
}
