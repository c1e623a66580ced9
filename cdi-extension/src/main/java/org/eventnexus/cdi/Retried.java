package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Says how often a method that takes events is called for an event on which it fails, whatever the domain's settings say.
 *
 * <pre>{@code @Retried(attempts = 3, delay = "PT0.5S")
 * String reserve(@Handles("order.placed") @EventDomain("orders") Order order, Stock stock) {…}}</pre>
 *
 * <p>The domain waits meanwhile as for an open stage; how long, and what is not retried, is said at
 * {@link org.eventnexus.RetryPolicy}. Interceptors, transactions and {@code @Dependent} instances are new for each
 * attempt. <b>Deployment fails</b> if a value is malformed or out of range, or if the method takes no events.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface Retried {

    /** Calls in all, 1 to 1,000; 1 is no retry. */
    int attempts();

    /** Before the second attempt, such as {@code PT0.1S} or {@code 100ms}; doubled for each further one. */
    String delay() default "PT0.1S";

    /** The longest delay. */
    String maxDelay() default "PT10S";

    /** The annotation as a value, for extensions that configure types. Immutable. */
    final class Literal extends AnnotationLiteral<Retried> implements Retried {
        private static final long serialVersionUID = 1L;
        private final int attempts;
        private final String delay;
        private final String maxDelay;

        private Literal(int attempts, String delay, String maxDelay) {
            this.attempts = attempts;
            this.delay = delay;
            this.maxDelay = maxDelay;
        }

        /** The annotation with these values, which are not checked here. */
        public static Literal of(int attempts, String delay, String maxDelay) {
            return new Literal(attempts, delay, maxDelay);
        }

        @Override
        public int attempts() {
            return attempts;
        }

        @Override
        public String delay() {
            return delay;
        }

        @Override
        public String maxDelay() {
            return maxDelay;
        }
    }
}
