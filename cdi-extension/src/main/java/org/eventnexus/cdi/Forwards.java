package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.Overflow;

/**
 * Marks the parameter of a bean's method that is a boundary: what it returns for an event of its domain is forwarded into
 * another one, which exists by being named here. See {@link org.eventnexus.Boundary}.
 *
 * <pre>{@code
 * EventDraft<Alert> alert(@Forwards(value = "quake.*", to = "alerts") @EventDomain("quakes") NexusEvent<Quake> event) {…}
 * }</pre>
 *
 * <p>The method returns an {@link org.eventnexus.EventDraft}, which is an event of its own there; the event itself, which is
 * the same event there; another {@link org.eventnexus.NexusEvent} or anything else for a new payload of the same event; or
 * null, and nothing is forwarded. Or a {@link java.util.concurrent.CompletionStage} of one of these, which its domain waits
 * for. Method, further parameters, threads and contexts are as with {@link Handles}; the order among boundaries is that of
 * {@link Subscribes}, and those that code has made before the domain started come first.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface Forwards {

    /** Which events; as in {@link Subscribes#value}. */
    String[] value() default {};

    /** Events of one of these numeric types. At most one of the members that select events may be given. */
    long[] number() default {};

    /** The lowest and the highest of a range of numeric types, both included. */
    long[] range() default {};

    /** Bits, as in {@link org.eventnexus.EventSelector#mask}. */
    long[] mask() default {};

    /** Events whose payload is of one of these classes, which no payload is that is still encoded. */
    Class<?>[] payload() default {};

    /** The name of the domain that they are forwarded into; not the one that they come from. */
    String to();

    /** The boundary's name, unlike those of its domain's other boundaries; by default the method's. */
    String name() default "";

    /** Whether publications wait for what comes back; see {@link BoundaryConfig#replies}. */
    boolean replies() default true;

    /** How many events may wait; see {@link BoundaryConfig#capacity}. */
    int capacity() default BoundaryConfig.DEFAULT_CAPACITY;

    /** {@code AWAIT}, {@code FAIL} or {@code DROP_NEWEST}; see {@link BoundaryConfig#overflow}. */
    Overflow overflow() default Overflow.AWAIT;

    /** The annotation as a value, for extensions that configure types. Immutable. */
    final class Literal extends AnnotationLiteral<Forwards> implements Forwards {
        private static final long serialVersionUID = 1L;
        private final String to;
        private final String[] value;

        private Literal(String to, String[] value) {
            this.to = to;
            this.value = value.clone();
        }

        /** The annotation with this target and these selectors, which are not checked here, and otherwise the defaults. */
        public static Literal of(String to, String... value) {
            return new Literal(to, value);
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
        public String to() {
            return to;
        }

        @Override
        public String name() {
            return "";
        }

        @Override
        public boolean replies() {
            return true;
        }

        @Override
        public int capacity() {
            return BoundaryConfig.DEFAULT_CAPACITY;
        }

        @Override
        public Overflow overflow() {
            return Overflow.AWAIT;
        }
    }
}
