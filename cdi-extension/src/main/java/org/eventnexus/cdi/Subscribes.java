package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a bean's method that is told of a domain's events; any number of methods may be told of one.
 *
 * <pre>{@code void show(@Subscribes("order.**") @EventDomain("orders") NexusEvent<Order> event, Board board) {…}}</pre>
 *
 * <p>Parameters, method, threads and contexts are as with {@link Handles}. Subscribers of an event run after its handler,
 * one by one: by {@link jakarta.annotation.Priority} (on the parameter, else on the method's class; lower first, none is
 * {@link jakarta.interceptor.Interceptor.Priority#APPLICATION} + 500 as with CDI observers), then by class name, then by
 * method signature. An event that several selectors of one method select is delivered to it once.
 *
 * <p>A value that the method returns is one of the publication's results, unless it is null or the method is void. What
 * it throws fails the publication and stops neither other subscribers nor the domain. A slow subscriber delays its
 * domain; see {@link org.eventnexus.DomainConfig#slowReceiver()}.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface Subscribes {

    /**
     * Which events; see {@link org.eventnexus.EventSelector#parse}. If nothing is given here nor in another member: those of
     * the type that the parameter's class names by {@link org.eventnexus.EventType}; without that, those whose payload is of
     * the parameter's class, which no payload is that is still encoded; all events if that is {@code Object} or {@code NexusEvent<?>}.
     */
    String[] value() default {};

    /** Events of one of these numeric types. At most one of the annotation's members may be given. */
    long[] number() default {};

    /** The lowest and the highest of a range of numeric types, such as {@code {100, 199}}, both included. */
    long[] range() default {};

    /** Bits, as in {@link org.eventnexus.EventSelector#mask}; events of numeric types that have one of them. */
    long[] mask() default {};

    /** Events whose payload is of one of these classes, which no payload is that is still encoded. */
    Class<?>[] payload() default {};

    /** The annotation as a value, for extensions that configure types. Immutable. */
    final class Literal extends AnnotationLiteral<Subscribes> implements Subscribes {
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
    }
}
