package org.eventnexus.tests;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/** Receivers of all kinds of beans and methods. */
final class Kinds {
    static final String DOMAIN = "kinds";

    private Kinds() {}

    /** Who has gone, in order. */
    @ApplicationScoped
    static class Journal {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        void write(String line) {
            lines.add(line);
        }

        /** What was written since this was called last. */
        List<String> take() {
            List<String> taken = new ArrayList<>();
            lines.drainTo(taken);
            return taken;
        }

        /** The next line, or null if there is none in time. */
        String await(Duration patience) throws InterruptedException {
            return lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Something that lives as long as a receiver's request. */
    @RequestScoped
    static class Basket {
        @Inject
        Journal journal;

        private int count;

        int add() {
            return ++count;
        }

        @PreDestroy
        void gone() {
            journal.write("basket of " + count + " gone");
        }
    }

    /** Something that lives as long as a receiver's call. */
    @Dependent
    static class Tool {
        @Inject
        Journal journal;

        @PreDestroy
        void gone() {
            journal.write("tool gone");
        }
    }

    @RequestScoped
    @EventDomain(DOMAIN)
    static class OfARequest {
        @Inject
        Journal journal;

        private int calls;

        int request(@Handles("request") Object any, Basket basket) {
            basket.add();
            return ++calls + basket.add();
        }

        CompletionStage<Object> staged(@Handles("request.staged") CompletionStage<Object> gate, Basket basket) {
            basket.add();
            return gate.thenApply(opened -> basket.add());
        }

        @PreDestroy
        void gone() {
            journal.write("request gone");
        }
    }

    @Dependent
    @EventDomain(DOMAIN)
    static class OfACall {
        @Inject
        Journal journal;

        private int calls;

        private int call(@Handles("call") Object any, Tool tool) {
            return ++calls;
        }

        CompletionStage<Object> staged(@Handles("call.staged") CompletionStage<Object> gate, Tool tool) {
            return gate;
        }

        @PreDestroy
        void gone() {
            journal.write("receiver gone");
        }
    }

    abstract static class Upper<T> {
        private String upperPrivate(@Handles("upper.private") T value) {
            return "upper private " + value;
        }

        protected String upperProtected(@Handles("upper.protected") T value) {
            return "upper protected " + value;
        }

        String replaced(@Handles("upper.replaced") T value) {
            return "never";
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Loud {}

    @Loud
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    static class Exclaiming {
        @AroundInvoke
        Object exclaim(InvocationContext call) throws Exception {
            return call.proceed() + "!";
        }
    }

    @ApplicationScoped
    @EventDomain(DOMAIN)
    static class Methods extends Upper<Integer> {
        private final String state = "state";

        private String ofPrivate(@Handles("private") Object any) {
            return "private " + state;
        }

        String ofPackage(@Handles("package") Object any) {
            return "package " + state;
        }

        protected String ofProtected(@Handles("protected") Object any) {
            return "protected " + state;
        }

        public String ofPublic(@Handles("public") Object any) {
            return "public " + state;
        }

        static String ofStatic(@Handles("static") Object any) {
            return "static";
        }

        @Loud
        String intercepted(@Handles("intercepted") Object any) {
            return "intercepted " + state;
        }

        @Override
        String replaced(@Handles("upper.replaced") Integer value) {
            return "replaced " + value;
        }
    }
}
