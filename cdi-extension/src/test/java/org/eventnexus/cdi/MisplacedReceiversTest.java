package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Specializes;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eventnexus.EventBus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Annotations that would be passed over in silence, and receivers that nobody could call, fail the deployment. */
@Tag("BX-01")
@Tag("R15")
class MisplacedReceiversTest {

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Loud {}

    @Loud
    @Interceptor
    @Priority(1)
    static class Loudly {
        @AroundInvoke
        Object around(InvocationContext call) throws Exception {
            return call.proceed();
        }

        void inInterceptor(@Subscribes("x") String a) {}
    }

    interface Stock {
        int left();
    }

    @ApplicationScoped
    static class Shelf implements Stock {
        @Override
        public int left() {
            return 1;
        }
    }

    @Decorator
    @Priority(1)
    static class Counted implements Stock {
        @Inject
        @Any
        @Delegate
        Stock stock;

        @Override
        public int left() {
            return stock.left();
        }

        void inDecorator(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    class Inner {
        void inner(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    static class Uncallable {
        Uncallable(String needed) {}

        void uncallable(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    static class Callable extends Uncallable {
        Callable() {
            super("given");
        }
    }

    interface Port<T> {
        void receive(@Subscribes("x") T a);
    }

    @ApplicationScoped
    static class Unmarked implements Port<String> {
        @Override
        public void receive(String a) {}
    }

    @ApplicationScoped
    static class Marked implements Port<String> {
        @Override
        public void receive(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    static class OnMethods {
        @EventDomain("orders")
        void domain(@Subscribes("x") String a) {}

        @Priority(1)
        void priority(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class NoReceivers {
        @Inject
        EventBus bus;
    }

    @ApplicationScoped
    static class NotWaitedFor {
        Future<String> future(@Handles("a") String a) {
            return new CompletableFuture<>();
        }

        Publication publication(@Handles("b") String a, EventBus bus) {
            return bus.publish("c", a);
        }

        CompletableFuture<String> stage(@Handles("d") String a) {
            return new CompletableFuture<>();
        }
    }

    @ApplicationScoped
    static class General {
        String told(@Subscribes("x") String a) {
            return "general";
        }
    }

    @Specializes
    @ApplicationScoped
    static class Special extends General {}

    static Stream<Arguments> problems() {
        return Stream.of(
                problem(
                        "ENX-0120",
                        "Loudly.inInterceptor(String): its class is an interceptor",
                        "move the method to a bean",
                        Loudly.class),
                problem(
                        "ENX-0120",
                        "Counted.inDecorator(String): its class is a decorator",
                        "move the method to a bean",
                        Shelf.class,
                        Counted.class),
                problem("ENX-0121", "Inner: it takes events and is no bean", "make it static", Inner.class),
                problem("ENX-0121", "Uncallable: it", "or one with @Inject", Uncallable.class),
                problem(
                        "ENX-0122",
                        "Unmarked.receive(Object): the annotation of its event parameter is on the abstract method of "
                                + Port.class.getName(),
                        "annotate the parameter of the method that implements it",
                        Unmarked.class),
                problem(
                        "ENX-0123",
                        "OnMethods.domain(String): @EventDomain has no effect on the method",
                        "put it on the parameter",
                        OnMethods.class),
                problem("ENX-0123", "OnMethods.priority(String): @Priority", "put it on", OnMethods.class),
                problem(
                        "ENX-0124",
                        "NoReceivers: it has @EventDomain, which",
                        "annotate the injection points",
                        NoReceivers.class),
                problem(
                        "ENX-0125",
                        "NotWaitedFor.future(String): it returns a Future, which nobody waits for",
                        "return a CompletionStage",
                        NotWaitedFor.class),
                problem(
                        "ENX-0125",
                        "NotWaitedFor.publication(String, EventBus): it returns a Publication",
                        "which the publication's result() gives",
                        NotWaitedFor.class));
    }

    private static Arguments problem(String id, String what, String mend, Class<?>... beans) {
        return Arguments.of(id, what, mend, beans);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("problems")
    void areToldWithIdPlaceAndMend(String id, String what, String mend, Class<?>[] beans) {
        DeploymentFailure.tells(DeploymentFailure.lines(beans), id, MisplacedReceiversTest.class, what, mend);
    }

    @Test
    void aStageOfAnyClassIsWaitedFor() {
        assertThat(DeploymentFailure.lines(NotWaitedFor.class)).hasSize(3).noneMatch(line -> line.contains(".stage("));
    }

    @Test
    void aClassThatABeanExtendsAndAMethodThatIsMarkedAgainAreNone() {
        try (var app = Started.with(Uncallable.class, Callable.class, Marked.class)) {
            assertThat(app.publish("x", "y").status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    @Tag("BX-02")
    void aSpecializedBeanIsNotTold() {
        try (var app = Started.with(General.class, Special.class)) {
            assertThat(app.publish("x", "y").results())
                    .extracting(Result::value)
                    .containsExactly("general");
        }
    }
}
