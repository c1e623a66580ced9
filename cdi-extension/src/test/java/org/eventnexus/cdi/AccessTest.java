package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which methods receive: of any access, inherited, intercepted. */
@Tag("BX-02")
class AccessTest {

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Loud {}

    @Loud
    @Interceptor
    @Priority(1)
    static class Loudly {
        @AroundInvoke
        Object around(InvocationContext call) throws Exception {
            return call.proceed() + "!";
        }
    }

    abstract static class Base {
        private String secret(@Handles("base.secret") String text) {
            return "base secret " + text;
        }

        String near(@Handles("base.near") String text) {
            return "base near " + text;
        }

        public String overridden(@Handles("base.overridden") String text) {
            return "not reached " + text;
        }

        String redefined(@Handles("base.redefined") String text) {
            return "not reached " + text;
        }
    }

    abstract static class Generic<T> {
        abstract String take(T value);
    }

    @ApplicationScoped
    @EventDomain("own")
    static class Derived extends Base {
        @Override
        public String overridden(String text) {
            return "not a receiver " + text;
        }

        @Override
        String redefined(@Handles("base.redefined") String text) {
            return "derived " + text;
        }
    }

    @ApplicationScoped
    static class Private {
        private final String state = "instance";

        private String secret(@Handles("secret") String text) {
            return text + ' ' + state;
        }

        protected String guarded(@Handles("guarded") String text) {
            return text + ' ' + state;
        }
    }

    @ApplicationScoped
    static class OfInteger extends Generic<Integer> {
        @Override
        String take(@Handles("generic") Integer value) {
            return "integer " + value;
        }
    }

    @ApplicationScoped
    @Loud
    static class Plain {
        String intercepted(@Handles("intercepted") String text) {
            return text;
        }
    }

    @EventDomain("own")
    abstract static class OfDomain {
        private String inherited(@Handles("inherited") String text, EventBus bus) {
            return bus.domain();
        }
    }

    @ApplicationScoped
    static class Inheriting extends OfDomain {}

    abstract static class Taking<T> {
        String taken(@Handles("taken") T value) {
            return "taken " + value;
        }

        String byClass(@Handles T value) {
            return "by class " + value;
        }

        String enveloped(@Handles("enveloped") NexusEvent<? extends T> event) {
            return "enveloped " + event.payload();
        }
    }

    abstract static class TakingMore<N extends Number> extends Taking<N> {}

    @ApplicationScoped
    static class TakingLongs extends TakingMore<Long> {}

    interface Talking<T> {
        default String said(@Handles("said") T value) {
            return "said " + value;
        }

        default String told(@Handles("told") T value) {
            return "told " + value;
        }
    }

    interface TalkingLongs extends Talking<Long> {
        @Override
        default String said(@Handles("said") Long value) {
            return "said long " + value;
        }
    }

    @ApplicationScoped
    static class Talker implements TalkingLongs {}

    private static Object result(Class<?> bean, String type, Object payload) {
        try (var app = Started.with(bean)) {
            return app.publish(type, payload).results().get(0).value();
        }
    }

    @Test
    void privateAndProtectedMethodsReceiveOnTheInstanceItself() {
        assertThat(result(Private.class, "secret", "x")).isEqualTo("x instance");
        assertThat(result(Private.class, "guarded", "x")).isEqualTo("x instance");
    }

    @Test
    void anOverriddenGenericMethodReceivesOnce() {
        assertThat(result(OfInteger.class, "generic", 7)).isEqualTo("integer 7");
    }

    @Test
    void aGenericSuperclassReceivesWhatTheBeansClassSaysItDoes() {
        assertThat(result(TakingLongs.class, "taken", 7L)).isEqualTo("taken 7");
        assertThat(result(TakingLongs.class, "whatever", 7L)).isEqualTo("by class 7");
        assertThat(result(TakingLongs.class, "enveloped", 7L)).isEqualTo("enveloped 7");
        assertThat(result(TakingLongs.class, "taken", "seven")).isNull();
    }

    @Test
    void anInterfacesMethodReceivesUnlessAnInterfaceBelowOverridesIt() {
        assertThat(result(Talker.class, "said", 7L)).isEqualTo("said long 7");
        assertThat(result(Talker.class, "told", 7L)).isEqualTo("told 7");
    }

    @Test
    void interceptorsAreCalled() {
        try (var app = Started.with(Plain.class, Loudly.class)) {
            assertThat(app.publish("intercepted", "x").results())
                    .extracting(Result::value)
                    .containsExactly("x!");
        }
    }

    @Test
    void inheritedMethodsReceiveUnlessOverridden() {
        try (var app = Started.with(Derived.class)) {
            assertThat(value(app, "base.secret")).isEqualTo("base secret x");
            assertThat(value(app, "base.near")).isEqualTo("base near x");
            assertThat(value(app, "base.redefined")).isEqualTo("derived x");
            assertThat(Started.await(app.bus("own").publish("base.overridden", "x"))
                            .results())
                    .isEmpty();
        }
    }

    private static Object value(Started app, String type) {
        return Started.await(app.bus("own").publish(type, "x")).results().get(0).value();
    }

    @Test
    void theClassNamesTheDomainOfItsReceivers() {
        try (var app = Started.with(Inheriting.class)) {
            assertThat(value(app, "inherited")).isEqualTo("own");
        }
    }
}
