package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.Objects;
import org.eventnexus.DomainConfig;

/**
 * Names a domain.
 *
 * <ul>
 *   <li>At an injection point of {@link org.eventnexus.Nexus} or {@link org.eventnexus.EventBus}: which one. It makes the
 *       domain exist; in a class that is not a bean (a servlet, say) only in some servers, so that such a domain should
 *       be configured or be named by a bean as well. Without it, the one named {@code default} is injected.
 *   <li>Beside {@link Handles} or {@link Subscribes}: the domain whose events are received.
 *   <li>At an injection point of {@link jakarta.enterprise.event.Event}, or in {@code select}: what is fired there is
 *       published in the domain, by the type that its class names, and CDI's own observers are told by CDI. If it is
 *       refused, {@code fire} throws an {@link jakarta.enterprise.event.ObserverException} with the reason.
 *   <li>Beside {@link jakarta.enterprise.event.Observes} or {@link jakarta.enterprise.event.ObservesAsync}: the observer is
 *       told of the domain's events whose payload is of its class, in the domain's order, the asynchronous one on the
 *       application's threads. It is not told again of what was fired.
 *   <li>On a bean class: the domain of those receivers of the class that name none. It does not qualify the bean itself,
 *       which is injected as if the annotation were not there.
 *   <li>On a class that is a source of events, or on a method or field that produces one: the domain that its events go to;
 *       for a push source several times, for several domains; then receivers of the same class name their own.
 *   <li>On an interface with {@link Publishes}, or on a method of it: the domain that it publishes in. On the interface it
 *       qualifies the bean as well.
 *   <li>On a class that is a {@link org.eventnexus.Middleware} or an {@link org.eventnexus.AsyncMiddleware}: the domain whose
 *       events it sees; several times for several domains.
 * </ul>
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
@Repeatable(EventDomain.List.class)
public @interface EventDomain {

    /** The domain's name: 1 to 64 letters, digits, {@code _} or {@code -}; another one fails the deployment. */
    String value() default DomainConfig.DEFAULT_DOMAIN;

    /** Several of them. */
    @Documented
    @Retention(RUNTIME)
    @Target({METHOD, FIELD, TYPE})
    @interface List {
        /** The annotations, each with a domain's name. */
        EventDomain[] value();
    }

    /** The annotation as a value, for {@link jakarta.enterprise.inject.Instance#select}. Immutable. */
    final class Literal extends AnnotationLiteral<EventDomain> implements EventDomain {
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
