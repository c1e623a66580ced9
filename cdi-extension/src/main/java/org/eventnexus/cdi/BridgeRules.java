package org.eventnexus.cdi;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;

/** Finds who fires CDI events into domains and who observes those of domains. Belongs to the thread that deploys. */
final class BridgeRules {
    private final Problems problems;
    private final List<BridgeObserver> observers = new ArrayList<>();
    /** The domains that are fired into, each with one of the places. */
    private final Map<String, String> fired = new LinkedHashMap<>();

    BridgeRules(Problems problems) {
        this.problems = problems;
    }

    List<BridgeObserver> observers() {
        return observers;
    }

    private static Optional<String> domain(Collection<Annotation> qualifiers) {
        return qualifiers.stream()
                .filter(EventDomain.class::isInstance)
                .map(qualifier -> ((EventDomain) qualifier).value())
                .findFirst();
    }

    /** The domain that is fired into from here, if this is a place for that. */
    Optional<String> injected(InjectionPoint point, String place) {
        if (!(point.getType() instanceof ParameterizedType generic) || generic.getRawType() != Event.class) {
            return Optional.empty();
        }
        Optional<String> domain = domain(point.getQualifiers());
        domain.ifPresent(name -> {
            DomainNames.check(name, place, problems);
            fired.putIfAbsent(name, place);
            checkFired(generic.getActualTypeArguments()[0], place);
        });
        return domain;
    }

    private void checkFired(Type type, String place) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (raw == String.class || raw == NexusEvent.class || raw == EventDraft.class) {
            problems.add(
                    "ENX-0170",
                    place,
                    "a fired " + ((Class<?>) raw).getSimpleName() + " names no type of event",
                    "fire an object of a class of its own, or inject the EventBus and publish");
        }
    }

    /** The domain whose events are observed here, if it is one's. */
    Optional<String> observer(ObserverMethod<?> observer, AnnotatedMethod<?> method) {
        Bean<?> bean = observer.getDeclaringBean();
        Optional<String> domain = domain(observer.getObservedQualifiers());
        if (domain.isPresent() && bean != null) {
            String place = Places.of(bean.getBeanClass(), method.getJavaMember());
            DomainNames.check(domain.get(), place, problems);
            read(observer, method, bean, domain.get(), place).ifPresent(observers::add);
        }
        return domain;
    }

    private Optional<BridgeObserver> read(
            ObserverMethod<?> observer, AnnotatedMethod<?> method, Bean<?> bean, String domain, String place) {
        try {
            var taken = EventParameter.of(observer.getObservedType(), TypeArguments.of(bean.getBeanClass()));
            if (taken.envelope()) {
                problems.add(
                        "ENX-0171",
                        place,
                        "it observes NexusEvent, and observers get payloads",
                        "observe the payload's class, or take the event with @Subscribes instead");
                return Optional.empty();
            }
            return Optional.of(new BridgeObserver(
                    bean,
                    method.getJavaMember(),
                    method.getParameters(),
                    domain,
                    taken.payload(),
                    taken.selector(),
                    observer.isAsync()));
        } catch (IllegalArgumentException malformed) {
            problems.add("ENX-0105", place, malformed.getMessage(), "correct the annotation's value");
            return Optional.empty();
        }
    }

    /** Reports who fires or observes where a setting has closed the bridge. */
    void check(Map<String, Directions> directions) {
        directions.forEach((domain, open) -> {
            if (!open.in() && fired.containsKey(domain)) {
                closed(fired.get(domain), "what is fired here does not go into it", domain, open);
            }
            observers.stream()
                    .filter(observer -> observer.domain().equals(domain) && !open.out())
                    .forEach(observer -> closed(observer.place(), "this observer is not told", domain, open));
        });
    }

    private void closed(String place, String what, String domain, Directions open) {
        problems.add(
                "ENX-0174",
                place,
                "eventnexus.domain." + domain + ".cdi is " + open.name().toLowerCase(Locale.ROOT) + ", so that " + what,
                "correct the setting, or take @EventDomain away here");
    }
}
