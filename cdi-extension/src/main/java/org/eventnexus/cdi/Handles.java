package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a bean's method that takes a domain's events; the method is the one handler of these events, and
 * what it returns is the publication's result.
 *
 * <pre>{@code String reserve(@Handles("order.placed") @EventDomain("orders") Order order, Stock stock) {…}}</pre>
 *
 * <p><b>The parameter</b> is the payload, or a {@link org.eventnexus.NexusEvent} of it. A payload that came encoded (over
 * REST, say) is decoded to the parameter's class, and one that is of another class, cannot be decoded, or is null where
 * the parameter is primitive, is this receiver's failure. Otherwise null if the publisher gave none.
 *
 * <p><b>Further parameters</b> are injected as in a CDI observer, with their qualifiers. An unqualified
 * {@link org.eventnexus.HandlerContext} is the one of this event, an unqualified {@link org.eventnexus.EventBus} or
 * {@link org.eventnexus.Nexus} that of this domain.
 *
 * <p><b>The method</b> belongs to a CDI bean that is not an enterprise bean. It may have any access, may be static or
 * inherited, and is called on the bean's contextual instance,
 * interceptors included. It is called on the domain's loop, one event at a time. If it returns a
 * {@link java.util.concurrent.CompletionStage}, that is waited for without holding a thread, and its value is the result.
 * What it throws fails the publication and never stops the domain; {@link Retried} and {@link DeadLettered} say what else
 * becomes of that.
 *
 * <p><b>Around it</b> are the application's class loader, nobody's identity, no transaction and nobody's request, whatever
 * the publisher has; a transaction of the publisher that is rolled back does not take the event back.
 * <ul>
 *   <li>A {@code @Transactional} method has a transaction of its own. If it returns a stage, some servers end the
 *       transaction with the method and some with the stage. A transaction that a method begins itself and leaves open is
 *       rolled back, and the receiver has failed.
 *   <li>A request scope is active only if something that it uses is request-scoped: a new one for each call, which ends
 *       when the method returns, also if it returns a stage.
 *   <li>{@code @Dependent} receivers and parameters are made for each call, and destroyed when the method has returned
 *       and the stage, if it returns one, has completed.
 * </ul>
 *
 * <p><b>Deployment fails</b> if two handlers of a domain have equal selectors, or overlapping ranges, masks or payload
 * classes; of several that match an event the most specific takes it (see {@link org.eventnexus.Nexus#handle}). In a domain
 * with {@code multiple=true} all handlers that match an event take it.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface Handles {

    /**
     * Which events; see {@link org.eventnexus.EventSelector#parse}. If nothing is given here nor in another member: those of
     * the type that the parameter's class names by {@link org.eventnexus.EventType}; without that, those whose payload is of
     * the parameter's class, which no payload is that is still encoded.
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
    final class Literal extends AnnotationLiteral<Handles> implements Handles {
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
