package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;

/**
 * An observer of CDI that wants a domain's events.
 *
 * @param bean whose method it is
 * @param method the method
 * @param parameters of which the first need not take the event
 * @param domain the domain that its qualifier names
 * @param payload the class that it observes
 * @param selector which events have such payloads
 * @param async whether it has {@code @ObservesAsync}
 */
record BridgeObserver(
        Bean<?> bean,
        Method method,
        List<? extends AnnotatedParameter<?>> parameters,
        String domain,
        Class<?> payload,
        EventSelector selector,
        boolean async)
        implements Located {

    /** Those first that say more of an event: its type, then its payload's class. */
    static final Comparator<BridgeObserver> SPECIFIC_FIRST =
            Comparator.comparingInt(observer -> observer.selector instanceof EventSelector.Exact
                    ? 0
                    : observer.selector instanceof EventSelector.Payload ? 1 : 2);

    /** Whether an event is for it; an encoded one only if its type says which class it is. */
    boolean takes(NexusEvent<?> event) {
        Object given = event.payload();
        return selector.matches(event)
                && (given instanceof EncodedPayload
                        ? selector instanceof EventSelector.Exact
                        : payload.isInstance(given));
    }

    @Override
    public String place() {
        return Places.of(bean.getBeanClass(), method);
    }
}
