package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.RequestLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long answers to clients that read them, slowly, or not at all; time is the test's. */
@Tag("BX-06")
class AnswersTest {
    private static final int LONG = 40_000;
    private static final Caller CALLER = Caller.anonymous("127.0.0.1");

    private final Queue<Runnable> timers = new ArrayDeque<>();
    private final Answers answers = new Answers(
            new Bounds(RequestLimits.of(name -> Optional.ofNullable(
                    Map.of("eventnexus.gateway.max-unread-bytes", "100000").get(name)))),
            new ApplicationThreads() {
                @Override
                public Executor executor() {
                    return Runnable::run;
                }

                @Override
                public Scheduler scheduler() {
                    return (task, delay) -> {
                        timers.add(task);
                        return () -> timers.remove(task);
                    };
                }

                @Override
                public EngineClock clock() {
                    throw new UnsupportedOperationException();
                }
            });

    /** A connection that takes so many bytes and no more. */
    private static final class Client extends ServletOutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;
        private int status;
        private boolean complete;
        private boolean late;
        private WriteListener listener;
        private Runnable atTheEnd = () -> {};

        Client(int room) {
            this.room = room;
        }

        AsyncContext context() {
            HttpServletRequest request = fake(HttpServletRequest.class, Map.of());
            HttpServletResponse response = fake(
                    HttpServletResponse.class,
                    Map.of("getOutputStream", args -> this, "setStatus", args -> status = (int) args[0]));
            return fake(
                    AsyncContext.class,
                    Map.of(
                            "getRequest", args -> request,
                            "getResponse", args -> response,
                            "addListener", args -> listens(),
                            "complete", args -> completes()));
        }

        private Object completes() {
            assertThat(complete).as("once, as the request is another's then").isFalse();
            complete = true;
            atTheEnd.run();
            return null;
        }

        /** As servers have it once the request's thread has gone. */
        private Object listens() {
            if (late) {
                throw new IllegalStateException("asked to be late");
            }
            return null;
        }

        void reads(int bytes) throws IOException {
            room += bytes;
            listener.onWritePossible();
        }

        @Override
        public boolean isReady() {
            return room > 0;
        }

        @Override
        public void setWriteListener(WriteListener writing) {
            listener = writing;
            try {
                writing.onWritePossible();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(int one) {
            assertThat(room).as("asked before").isPositive();
            taken.write(one);
            room--;
        }

        /** As servers do, it takes all of it once it has said that it is ready. */
        @Override
        public void write(byte[] bytes, int offset, int length) {
            assertThat(room).as("asked before").isPositive();
            taken.write(bytes, offset, length);
            room -= length;
        }
    }

    private interface Method {
        Object call(Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Map<String, Method> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType() == void.class
                        ? nothing(methods.getOrDefault(method.getName(), args -> null)
                                .call(arguments))
                        : methods.get(method.getName()).call(arguments)));
    }

    private static Object nothing(Object any) {
        return null;
    }

    private Client send(int room, Reply reply) {
        Client client = new Client(room);
        answers.send(client.context(), CALLER, reply);
        return client;
    }

    private static Reply page() {
        return Reply.foundJson("x".repeat(LONG));
    }

    private void timePasses() {
        Runnable due = timers.poll();
        assertThat(due).as("somebody watches").isNotNull();
        due.run();
    }

    @Test
    void whoReadsGetsItAllAndNobodyWatchesAnyMore() throws Exception {
        Client client = send(20_000, page());
        assertThat(client.complete).isFalse();
        timePasses();
        client.reads(LONG);
        assertThat(client.taken.size()).isEqualTo(LONG);
        assertThat(client.complete).isTrue();
        assertThat(timers).isEmpty();
    }

    /** The results of an event that was waited for come on another thread. */
    @Test
    void anAnswerMayComeWhenTheRequestsThreadHasGone() {
        Client client = new Client(Integer.MAX_VALUE);
        client.late = true;
        answers.send(client.context(), CALLER, page());
        assertThat(client.taken.size()).isEqualTo(LONG);
        assertThat(client.complete).isTrue();
    }

    @Test
    void whoReadsSlowlyIsWaitedFor() throws Exception {
        Client client = send(1, page());
        for (int i = 0; i < 2; i++) {
            timePasses();
            assertThat(client.complete).isFalse();
            client.reads(16_384);
        }
        client.reads(16_384);
        assertThat(client.complete).isTrue();
        assertThat(client.taken.size()).isEqualTo(LONG);
    }

    @Test
    void whoReadsNothingIsGivenUp() throws Exception {
        Client client = send(1, page());
        timePasses();
        assertThat(client.complete).as("it has just begun").isFalse();
        timePasses();
        assertThat(client.complete).isTrue();
        assertThat(timers).isEmpty();
        client.reads(LONG);
        assertThat(client.taken.size()).as("nothing after that").isLessThan(LONG);
    }

    @Test
    void itEndsOnce() throws Exception {
        Client client = send(1, page());
        timePasses();
        timePasses();
        client.listener.onError(new IOException("cut"));
        answers.close();
        assertThat(client.complete).isTrue();
    }

    /** Payara calls listeners under a lock, and takes it to tell them that a connection has ended, on whichever thread. */
    @Test
    @Timeout(30)
    void whoReadsAgainJustWhenGivenUpStopsNobody() throws Exception {
        Client client = send(1, page());
        timePasses();
        Object callbacks = new Object();
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        client.atTheEnd = () -> {
            ends.countDown();
            synchronized (callbacks) {
                reads.countDown();
            }
        };
        CompletableFuture<Void> reading = async(() -> {
            synchronized (callbacks) {
                reads.countDown();
                ends.await();
                client.reads(LONG);
            }
        });
        reads.await();
        CompletableFuture<Void> givingUp = async(this::timePasses);
        CompletableFuture.allOf(reading, givingUp).get(10, TimeUnit.SECONDS);
        assertThat(client.taken.size()).isLessThan(LONG);
    }

    private interface Step {
        void take() throws Exception;
    }

    private static CompletableFuture<Void> async(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                step.take();
                done.complete(null);
            } catch (Exception | AssertionError failed) {
                done.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @Test
    void soMuchWaitsForOneCallerAndNoMore() {
        Client first = send(0, page());
        Client second = send(Integer.MAX_VALUE, page());
        assertThat(second.status).isEqualTo(503);
        assertThat(second.complete).isTrue();
        assertThat(first.status).isEqualTo(200);
        timePasses();
        assertThat(first.complete).as("given up").isTrue();
        assertThat(send(Integer.MAX_VALUE, page()).status).isEqualTo(200);
    }

    @Test
    void whatHasNoBriefFormIsSentAllTheSame() {
        send(0, page());
        Reply answer = Reply.of(Response.Status.ACCEPTED, "application/json", "x".repeat(LONG));
        assertThat(send(Integer.MAX_VALUE, answer).status).isEqualTo(202);
        assertThat(timers).as("both are watched while they wait").hasSize(1);
    }

    @Test
    void atTheEndOfTheApplicationWhatIsUnreadIsGivenUp() {
        Client client = send(0, page());
        answers.close();
        assertThat(client.complete).isTrue();
    }

    /** What a domain's stop ends is answered late; nobody watches then, and nobody is told of an end any more. */
    @Test
    void afterTheEndOfTheApplicationNothingStaysUnread() {
        answers.close();
        assertThat(send(0, page()).complete).isTrue();
        assertThat(timers).isEmpty();
    }
}
