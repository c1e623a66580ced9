package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.Objects;

/**
 * Names the {@link org.eventnexus.WorkQueue} that is injected, beside {@link EventDomain}.
 *
 * <pre>{@code @Inject @EventDomain("shop") @Queue("images") WorkQueue images;}</pre>
 *
 * <p>It makes the queue exist, and its domain. Without {@code @EventDomain} it is the only queue of this name that the
 * container knows of, and if it knows of none, one in the domain named {@code default}.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD})
public @interface Queue {

    /** The queue's name: 1 to 64 letters, digits, {@code _} or {@code -}; another one fails the deployment. */
    String value();

    /** The annotation as a value, for {@link jakarta.enterprise.inject.Instance#select}. Immutable. */
    final class Literal extends AnnotationLiteral<Queue> implements Queue {
        private static final long serialVersionUID = 1L;
        private final String value;

        private Literal(String value) {
            this.value = Objects.requireNonNull(value, "value");
        }

        /** The annotation with this name, which is not checked here. */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
