package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.eventnexus.LaneFull;

/**
 * Marks the parameter of a bean's method that is told of a domain's events beside the domain: from a lane of its own, a
 * bounded queue, on the container's threads. It is to {@link Subscribes} what CDI's {@code @ObservesAsync} is to
 * {@code @Observes}.
 *
 * <pre>{@code void mail(@SubscribesAsync("order.placed") @EventDomain("orders") Order order, Mailer mailer) {…}}</pre>
 *
 * <p>Selectors, parameters, method and contexts are as with {@link Subscribes}; {@link Retried} and {@link DeadLettered} count
 * as well, and delay nobody but the lane. The method is called for one event after the other, in the domain's order, side by
 * side with all other receivers; the domain and the event's publication wait for neither its call nor a stage that it
 * returns, but its own next event does. What it throws is told to the {@link org.eventnexus.ErrorHandler}, never to the
 * publisher; what it returns is told to nobody.
 *
 * <p>When the domain stops, its lanes have until the domain's drain timeout; what is left then is logged by type.
 * <b>Deployment fails</b> if the method takes a {@link org.eventnexus.HandlerContext}, as it can emit no secondary events.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface SubscribesAsync {

    /** Which events, as in {@link Subscribes#value}. */
    String[] value() default {};

    /** Events of one of these numeric types. At most one of the members that select may be given. */
    long[] number() default {};

    /** The lowest and the highest of a range of numeric types, such as {@code {100, 199}}, both included. */
    long[] range() default {};

    /** Bits, as in {@link org.eventnexus.EventSelector#mask}; events of numeric types that have one of them. */
    long[] mask() default {};

    /** Events whose payload is of one of these classes, which no payload is that is still encoded. */
    Class<?>[] payload() default {};

    /** Events that it works on at once, 1 to 1,000,000; with more than 1 they are begun in order. */
    int maxConcurrent() default 1;

    /** Events that may wait in the lane, 1 to 524,288; 0 for the domain's {@code lane-capacity}. */
    int laneCapacity() default 0;

    /** What happens when the lane is full, at most one; by default, the domain's {@code lane-full}. */
    LaneFull[] laneFull() default {};

    /** The annotation as a value, for extensions that configure types. Immutable. */
    final class Literal extends AnnotationLiteral<SubscribesAsync> implements SubscribesAsync {
        private static final long serialVersionUID = 1L;
        private final String[] value;

        private Literal(String[] value) {
            this.value = value.clone();
        }

        /** The annotation with these selectors, which are not checked here; see {@link org.eventnexus.EventSelector#parse}. */
        public static Literal of(String... value) {
            return new Literal(value);
        }

        @Override
        public String[] value() {
            return value.clone();
        }

        @Override
        public long[] number() {
            return new long[0];
        }

        @Override
        public long[] range() {
            return new long[0];
        }

        @Override
        public long[] mask() {
            return new long[0];
        }

        @Override
        public Class<?>[] payload() {
            return new Class<?>[0];
        }

        @Override
        public int maxConcurrent() {
            return 1;
        }

        @Override
        public int laneCapacity() {
            return 0;
        }

        @Override
        public LaneFull[] laneFull() {
            return new LaneFull[0];
        }
    }
}
