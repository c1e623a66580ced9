package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Says whether the events on which a method fails for good, after its last attempt, go to its domain's
 * {@link org.eventnexus.DeadLetters}, whatever the domain's settings say. <b>Deployment fails</b> if the method takes no
 * events.
 *
 * <pre>{@code @DeadLettered
 * String reserve(@Handles("order.placed") @EventDomain("orders") Order order, Stock stock) {…}}</pre>
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface DeadLettered {

    /** Whether they do. */
    boolean value() default true;

    /** The annotation as a value, for extensions that configure types. Immutable. */
    final class Literal extends AnnotationLiteral<DeadLettered> implements DeadLettered {
        private static final long serialVersionUID = 1L;
        private final boolean value;

        private Literal(boolean value) {
            this.value = value;
        }

        /** The annotation with this value. */
        public static Literal of(boolean value) {
            return new Literal(value);
        }

        @Override
        public boolean value() {
            return value;
        }
    }
}
