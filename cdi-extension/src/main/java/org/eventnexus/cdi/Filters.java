package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a bean's method that sees every event of a domain, secondary ones too, before its handler and its
 * subscribers do, and decides whether they get it.
 *
 * <pre>{@code Filter.Verdict known(@Filters @EventDomain("orders") NexusEvent<?> event, Catalogue catalogue) {…}}</pre>
 *
 * <p>The method returns {@link org.eventnexus.Filter.Verdict#PASS PASS} or
 * {@link org.eventnexus.Filter.Verdict#CONSUMED CONSUMED}, or a {@link java.util.concurrent.CompletionStage} of one; what
 * that means, and what becomes of what it throws, is said at {@link org.eventnexus.Filter}. The parameter is a
 * {@code NexusEvent<?>}, or an {@code Object}, which is the payload. Method, further parameters, threads and contexts are as
 * with {@link Handles}; the order among filters is that of {@link Subscribes}, and filters that code has registered before
 * the domain started come first.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface Filters {

    /** The annotation as a value, for extensions that configure types. */
    final class Literal extends AnnotationLiteral<Filters> implements Filters {
        private static final long serialVersionUID = 1L;

        /** The annotation. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
