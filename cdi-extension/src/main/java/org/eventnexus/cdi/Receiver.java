package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eventnexus.EventSelector;
import org.eventnexus.HandlerContext;
import org.eventnexus.SubscriptionOptions;

/**
 * A bean's method that takes events, as found at deployment.
 *
 * @param kind what it is for
 * @param bean whose contextual instance the method is called on
 * @param method the method
 * @param parameter the one that takes the event
 * @param domain the name of the domain whose events it takes
 * @param selectors which events
 * @param priority its place among the receivers of an event, lower first
 * @param options what its annotations say otherwise than the domain's settings
 */
record Receiver(
        Kind kind,
        Bean<?> bean,
        Method method,
        AnnotatedParameter<?> parameter,
        String domain,
        Set<EventSelector> selectors,
        int priority,
        SubscriptionOptions options)
        implements Located {

    enum Kind {
        FILTER(Filters.class),
        HANDLER(Handles.class),
        SUBSCRIBER(Subscribes.class),
        LANE(SubscribesAsync.class),
        BOUNDARY(Forwards.class),
        WORKER(Works.class);

        private final Class<? extends Annotation> annotation;

        Kind(Class<? extends Annotation> annotation) {
            this.annotation = annotation;
        }

        /** What marks the parameter that takes the event. */
        Class<? extends Annotation> annotation() {
            return annotation;
        }
    }

    /** What makes a receiver the same in several containers of one application. */
    record Key(Class<?> beanClass, Method method) {}

    /** The order among receivers of one event (R1). */
    static final Comparator<Receiver> ORDER = Comparator.comparingInt(Receiver::priority)
            .thenComparing(receiver -> receiver.bean.getBeanClass().getName())
            .thenComparing(Receiver::signature);

    Key key() {
        return new Key(bean.getBeanClass(), method);
    }

    /** As results show it. */
    String name() {
        return kind == Kind.BOUNDARY && !forwards().name().isEmpty()
                ? forwards().name()
                : method.getName();
    }

    /** What a boundary's annotation says. */
    Forwards forwards() {
        return parameter.getAnnotation(Forwards.class);
    }

    /** The work queue that it is a collector of. */
    QueueName queue() {
        return new QueueName(domain, parameter.getAnnotation(Works.class).value());
    }

    /** The parameters in their order, the event's one among them. */
    List<? extends AnnotatedParameter<?>> parameters() {
        return parameter.getDeclaringCallable().getParameters();
    }

    /** @throws IllegalArgumentException if its type depends on a type variable that stays open */
    EventParameter event() {
        return EventParameter.of(parameter.getBaseType(), TypeArguments.of(bean.getBeanClass()));
    }

    boolean takesEvent(AnnotatedParameter<?> other) {
        return other.getPosition() == parameter.getPosition();
    }

    /** Whether it has neither a result nor a use for a context. */
    boolean isOnlyTold() {
        return method.getReturnType() == void.class
                && parameters().stream().noneMatch(other -> other.getBaseType() == HandlerContext.class);
    }

    private String signature() {
        return Places.signature(method);
    }

    @Override
    public String place() {
        return Places.of(bean.getBeanClass(), method);
    }
}
