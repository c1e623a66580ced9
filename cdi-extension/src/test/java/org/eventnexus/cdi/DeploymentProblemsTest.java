package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import jakarta.interceptor.InterceptorBinding;
import jakarta.transaction.TransactionScoped;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.eventnexus.EventBus;
import org.eventnexus.EventType;
import org.eventnexus.Filter.Verdict;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with an application is told at deployment: which problem, where, and how to mend it. */
@Tag("BX-01")
@Tag("R15")
@Tag("AN-04")
class DeploymentProblemsTest {

    @ApplicationScoped
    static class Reserving {
        void reserve(@Handles("order.placed") @EventDomain("orders") String order) {}
    }

    @ApplicationScoped
    static class Booking {
        void book(@Handles({"other", "order.placed"}) @EventDomain("orders") Object order) {}
    }

    @ApplicationScoped
    static class Numbers {
        void number(@Handles Number number) {}

        void integer(@Handles Integer number) {}
    }

    @ApplicationScoped
    static class TwoParameters {
        void both(@Handles("a") String a, @Subscribes("b") String b) {}

        void twice(@Handles("c") @Subscribes("d") String c) {}
    }

    @ApplicationScoped
    static class BadSelector {
        void bad(@Subscribes({"good", "a.*.b"}) String a) {}
    }

    @ApplicationScoped
    static class BadNumbers {
        void backwards(@Handles(range = {199, 100}) Object a) {}

        void three(@Subscribes(range = {1, 2, 3}) Object a) {}

        void nothing(@Subscribes(mask = 0) Object a) {}

        void both(
                @Handles(
                                value = "a",
                                range = {1, 2})
                        Object a) {}

        void all(@Subscribes(number = 1, mask = 2, payload = String.class) Object a) {}

        void misnamed(@Subscribes Misnamed a) {}
    }

    @EventType("two words")
    record Misnamed() {}

    @ApplicationScoped
    static class Overlapping {
        void low(@Handles(range = {100, 199}) Object a) {}

        void wide(@Handles(range = {150, 300}) Object a) {}

        void bits(@Handles(mask = 6) Object a) {}

        void moreBits(@Handles(mask = 12) Object a) {}
    }

    @ApplicationScoped
    static class BadFilters {
        Verdict some(@Filters String a) {
            return Verdict.PASS;
        }

        boolean other(@Filters NexusEvent<?> a) {
            return true;
        }

        Verdict too(@Filters @Handles("x") Object a) {
            return Verdict.PASS;
        }
    }

    @ApplicationScoped
    static class BadDomain {
        @Inject
        @EventDomain("no spaces")
        EventBus bus;

        void bad(@Subscribes("x") @EventDomain("dots.too") String a) {}

        void parameter(@Subscribes("y") String a, @EventDomain("") EventBus empty) {}
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Loud {}

    @Loud
    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @interface Louder {}

    @ApplicationScoped
    static class PrivateBound {
        @Loud
        private void bound(@Subscribes("x") String a) {}
    }

    @Louder
    @ApplicationScoped
    static class StaticBound {
        static void bound(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    static class OtherRoles {
        @Produces
        String producer(@Subscribes("x") Integer a) {
            return "";
        }

        void observer(@Observes Integer observed, @Subscribes("x") Integer a) {}

        @Inject
        void initializer(@Subscribes("x") EventBus a) {}
    }

    @ApplicationScoped
    static class OfVariable {
        <T> void direct(@Subscribes("x") T a) {}

        <T> void envelope(@Subscribes("x") NexusEvent<List<? extends T>> a) {}

        <T> void array(@Subscribes("x") T[] a) {}
    }

    interface Missing {}

    @ApplicationScoped
    static class Unresolved {
        void unresolved(@Subscribes("x") String a, Missing missing) {}
    }

    @SessionScoped
    @SuppressWarnings("serial")
    static class InSession implements Serializable {
        void session(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    static class Elsewhere {
        void reserve(@Handles("order.placed") @EventDomain("elsewhere") String order) {}

        void rest(@Handles("order.*") @EventDomain("orders") String order) {}

        void tell(@Subscribes("order.placed") @EventDomain("orders") String order) {}
    }

    @ApplicationScoped
    static class BadRetries {
        @Retried(attempts = 0, delay = "soon", maxDelay = "PT0S")
        void retried(@Subscribes("x") String a) {}

        @Retried(attempts = 2)
        void nothing(String a) {}

        @DeadLettered
        void neither(String a) {}
    }

    @ApplicationScoped
    static class OfSession {
        void parameter(@Subscribes("x") String a, InSession session) {}

        void metadata(@Subscribes("x") String a, EventMetadata metadata) {}
    }

    @TransactionScoped
    @SuppressWarnings("serial")
    static class InTransaction implements Serializable {
        void transaction(@Subscribes("x") String a) {}
    }

    @ApplicationScoped
    static class Constructed {
        Constructed() {}

        @Inject
        Constructed(@Subscribes("x") EventBus a) {}

        @PostConstruct
        void callback(@Subscribes("x") String a) {}
    }

    static Stream<Arguments> problems() {
        return Stream.of(
                problem(
                        "ENX-0101",
                        "Booking.book(Object): the domain 'orders' has a second handler of 'order.placed'",
                        "Reserving.reserve(String). To mend it, keep one",
                        Reserving.class,
                        Booking.class),
                problem(
                        "ENX-0101",
                        "Numbers.integer(Integer): the domain 'default' has a second handler of"
                                + " 'payload java.lang.Integer'",
                        "Numbers.number(Number). To mend it, keep one",
                        Numbers.class),
                problem(
                        "ENX-0104",
                        "TwoParameters.both(String, String): there is more than one @Handles, @Subscribes, @SubscribesAsync, @Works, @Filters or @Forwards",
                        "To mend it, keep one",
                        TwoParameters.class),
                problem("ENX-0104", "TwoParameters.twice(String): there is more", "keep one", TwoParameters.class),
                problem(
                        "ENX-0105",
                        "BadSelector.bad(String): the selector 'a.*.b' cannot be read",
                        "correct the annotation's value",
                        BadSelector.class),
                problem(
                        "ENX-0105",
                        "BadNumbers.backwards(Object): a range goes from a number to a greater one, not from 199 to 100",
                        "correct",
                        BadNumbers.class),
                problem(
                        "ENX-0105",
                        "BadNumbers.three(Object): a range is two numbers, the lowest and the highest, not [1, 2, 3]",
                        "correct",
                        BadNumbers.class),
                problem(
                        "ENX-0105",
                        "BadNumbers.nothing(Object): a mask without bits selects nothing",
                        "correct",
                        BadNumbers.class),
                problem("ENX-0105", "BadNumbers.misnamed(Misnamed): type has white space", "", BadNumbers.class),
                problem(
                        "ENX-0126",
                        "BadNumbers.both(Object): its annotation selects events by value and range at once",
                        "keep one of them, or put all into value",
                        BadNumbers.class),
                problem("ENX-0126", "BadNumbers.all(Object): ", "number and mask and payload", BadNumbers.class),
                problem(
                        "ENX-0101",
                        "Overlapping.low(Object): the domain 'default' has a second handler of 'numbers 100..199'",
                        "Overlapping.wide(Object). To mend it, keep one",
                        Overlapping.class),
                problem("ENX-0101", "Overlapping.bits(Object): ", "'mask 0x6'", Overlapping.class),
                problem(
                        "ENX-0127",
                        "BadFilters.some(String): it filters every event of its domain, and its parameter takes only"
                                + " payloads of class java.lang.String",
                        "take NexusEvent<?>",
                        BadFilters.class),
                problem(
                        "ENX-0128",
                        "BadFilters.other(NexusEvent): it filters events and returns boolean",
                        "return Filter.Verdict",
                        BadFilters.class),
                problem("ENX-0104", "BadFilters.too(Object): there is more", "keep one", BadFilters.class),
                problem(
                        "ENX-0106",
                        "BadDomain.bad(String): a domain's name has 1 to 64 letters, digits, '_' or '-', not: 'dots.too'",
                        "choose another name in @EventDomain",
                        BadDomain.class),
                problem("ENX-0106", "BadDomain.bus: a domain's name", "not: 'no spaces'", BadDomain.class),
                problem("ENX-0106", "BadDomain.parameter(String, EventBus): a", "not: ''", BadDomain.class),
                problem(
                        "ENX-0107",
                        "PrivateBound.bound(String): @Loud would not work, because interceptors do not see private methods",
                        "make the method package-private",
                        PrivateBound.class),
                problem(
                        "ENX-0107",
                        "StaticBound.bound(String): @Loud would not work, because interceptors do not see static methods",
                        "make the method package-private and not static",
                        StaticBound.class),
                problem(
                        "ENX-0108",
                        "OtherRoles.producer(Integer): it takes events and has @Produces as well",
                        "write a method for each",
                        OtherRoles.class),
                problem("ENX-0108", "OtherRoles.observer(Integer, Integer): it", "@Observes", OtherRoles.class),
                problem("ENX-0108", "OtherRoles.initializer(EventBus): it", "@Inject", OtherRoles.class),
                problem(
                        "ENX-0109",
                        "OfVariable.direct(Object): the event parameter's type T has a type variable",
                        "name the payload's class, or take NexusEvent<?>",
                        OfVariable.class),
                problem("ENX-0109", "OfVariable.envelope(NexusEvent): ", "type variable", OfVariable.class),
                problem("ENX-0109", "OfVariable.array(Object[]): ", "type variable", OfVariable.class),
                problem(
                        "ENX-0110",
                        "Unresolved.unresolved(String, Missing): a further parameter cannot be injected",
                        "provide exactly one such bean",
                        Unresolved.class),
                problem(
                        "ENX-0111",
                        "InSession.session(String): its bean is @SessionScoped",
                        "move the method to an @ApplicationScoped bean",
                        InSession.class),
                problem(
                        "ENX-0115",
                        "BadRetries.retried(String): @Retried: retry-attempts is 0, not 1 to 1000",
                        "correct the annotation's value",
                        BadRetries.class),
                problem("ENX-0115", "BadRetries.retried(String): @Retried: 'soon' is not", "correct", BadRetries.class),
                problem(
                        "ENX-0115",
                        "BadRetries.retried(String): @Retried: retry-max-delay",
                        "correct",
                        BadRetries.class),
                problem("ENX-0116", "BadRetries.neither(String): it has @DeadLettered", "mark the", BadRetries.class),
                problem(
                        "ENX-0116",
                        "BadRetries.nothing(String): it has @Retried and takes no events",
                        "mark the parameter that takes the event with @Handles, @Subscribes, @SubscribesAsync, @Works, @Filters or @Forwards",
                        BadRetries.class),
                problem(
                        "ENX-0111",
                        "InTransaction.transaction(String): its bean is @TransactionScoped",
                        "move the method",
                        InTransaction.class),
                problem(
                        "ENX-0110",
                        "OfSession.parameter(String, InSession): a further parameter cannot be injected: it is"
                                + " @SessionScoped, and no such scope is active on a domain's loop",
                        "take what is needed from the event",
                        OfSession.class,
                        InSession.class),
                problem(
                        "ENX-0110",
                        "OfSession.metadata(String, EventMetadata): a further parameter cannot be injected",
                        "take what is needed from the event",
                        OfSession.class),
                problem(
                        "ENX-0108",
                        "(EventBus): it takes events and is a constructor",
                        "write a method that takes them",
                        Constructed.class),
                problem("ENX-0108", "Constructed.callback(String): it", "@PostConstruct", Constructed.class));
    }

    private static Arguments problem(String id, String what, String mend, Class<?>... beans) {
        return Arguments.of(id, what, mend, beans);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("problems")
    void areToldWithIdPlaceAndMend(String id, String what, String mend, Class<?>[] beans) {
        DeploymentFailure.tells(DeploymentFailure.lines(beans), id, DeploymentProblemsTest.class, what, mend);
    }

    @Test
    void areToldAllAtOnce() {
        assertThat(DeploymentFailure.lines(Reserving.class, Booking.class, BadSelector.class, PrivateBound.class))
                .hasSize(4)
                .first()
                .isEqualTo("ENX-0100 EventNexus found 3 problems in this application:");
    }

    @Test
    void ofOneDeploymentAreNotThoseOfTheNext() {
        DeploymentFailure.lines(Reserving.class, Booking.class);
        try (var app = Started.with(Reserving.class)) {
            assertThat(app.bus("orders")).isNotNull();
        }
    }

    @Test
    void handlersOfOneTypeInTwoDomainsAreNone() {
        try (var app = Started.with(Reserving.class, Elsewhere.class)) {
            assertThat(app.bus("orders")).isNotNull();
        }
    }
}
