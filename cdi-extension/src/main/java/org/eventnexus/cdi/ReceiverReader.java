package org.eventnexus.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.AnnotatedCallable;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.EventSource;
import org.eventnexus.SubscriptionOptions;

/** Finds the receivers among a bean's methods, and what is wrong with them. */
final class ReceiverReader {
    private final BeanManager manager;
    private final Problems problems;

    ReceiverReader(BeanManager manager, Problems problems) {
        this.manager = manager;
        this.problems = problems;
    }

    /** The receivers of a bean, inherited ones included, as CDI inherits observers. */
    List<Receiver> read(Bean<?> bean, AnnotatedType<?> type) {
        List<AnnotatedMethod<?>> methods = new ArrayList<>();
        for (AnnotatedMethod<?> method : type.getMethods()) {
            if (marked(method).isEmpty()) {
                new OptionsReader(problems).checkNone(method, place(bean, method));
            } else {
                methods.add(method);
            }
        }
        if (!new ClassRules(problems, bean, type).check(methods)) {
            return List.of();
        }
        List<Receiver> receivers = new ArrayList<>();
        for (AnnotatedMethod<?> method : methods) {
            if (Overriding.isVisible(method.getJavaMember(), bean.getBeanClass())) {
                new MethodRules(manager, problems, bean, type).check(method);
                single(marked(method), bean, method)
                        .ifPresent(parameter -> receivers.add(receiver(bean, type, parameter)));
            }
        }
        return receivers;
    }

    private static String place(Bean<?> bean, AnnotatedMethod<?> method) {
        return Places.of(bean.getBeanClass(), method.getJavaMember());
    }

    /** The parameters that are said to take events. */
    static List<AnnotatedParameter<?>> marked(AnnotatedCallable<?> callable) {
        List<AnnotatedParameter<?>> marked = new ArrayList<>();
        for (AnnotatedParameter<?> parameter : callable.getParameters()) {
            if (!kinds(parameter).isEmpty()) {
                marked.add(parameter);
            }
        }
        return marked;
    }

    /** What a parameter is said to be for; one kind, if the program is right. */
    private static List<Receiver.Kind> kinds(AnnotatedParameter<?> parameter) {
        return Arrays.stream(Receiver.Kind.values())
                .filter(kind -> parameter.isAnnotationPresent(kind.annotation()))
                .toList();
    }

    private Optional<AnnotatedParameter<?>> single(
            List<AnnotatedParameter<?>> marked, Bean<?> bean, AnnotatedMethod<?> method) {
        AnnotatedParameter<?> first = marked.get(0);
        if (marked.size() > 1 || kinds(first).size() > 1) {
            problems.add(
                    "ENX-0104",
                    place(bean, method),
                    "there is more than one @Handles, @Subscribes, @SubscribesAsync, @Works, @Filters or @Forwards on its parameters",
                    "keep one, on the one parameter that takes the event, and write a method for each of the others");
            return Optional.empty();
        }
        return Optional.of(first);
    }

    private Receiver receiver(Bean<?> bean, AnnotatedType<?> type, AnnotatedParameter<?> parameter) {
        Method method = (Method) parameter.getDeclaringCallable().getJavaMember();
        String place = Places.of(bean.getBeanClass(), method);
        Receiver.Kind kind = kinds(parameter).get(0);
        if (kind == Receiver.Kind.FILTER) {
            FilterRules.checkResult(method, place, problems);
        }
        String domain = domain(bean, parameter, place);
        if (kind == Receiver.Kind.BOUNDARY) {
            new BoundaryRules(place, problems).check(parameter.getAnnotation(Forwards.class), domain, method);
        }
        Set<EventSelector> selectors = selectors(kind, bean, parameter, place);
        SubscriptionOptions options = options(kind, parameter, place);
        if (kind == Receiver.Kind.WORKER) {
            new CollectorReader(place, problems).read(parameter, selectors, options.receiver());
        }
        return new Receiver(kind, bean, method, parameter, domain, selectors, priority(type, parameter), options);
    }

    private SubscriptionOptions options(Receiver.Kind kind, AnnotatedParameter<?> parameter, String place) {
        SubscriptionOptions options = kind == Receiver.Kind.LANE
                ? new LaneReader(place, problems).read(parameter)
                : SubscriptionOptions.defaults();
        return options.named(parameter.getDeclaringCallable().getJavaMember().getName())
                .receiver(new OptionsReader(problems).read(parameter.getDeclaringCallable(), place));
    }

    private String domain(Bean<?> bean, AnnotatedParameter<?> parameter, String place) {
        Class<?> declaring = parameter.getDeclaringCallable().getJavaMember().getDeclaringClass();
        String name = Optional.ofNullable(parameter.getAnnotation(EventDomain.class))
                .or(() -> ofClass(bean.getBeanClass(), place))
                .or(() -> ofClass(declaring, place))
                .map(EventDomain::value)
                .orElse(DomainConfig.DEFAULT_DOMAIN);
        DomainNames.check(name, place, problems);
        return name;
    }

    /** The one that a class names for its receivers; a push source may name several, which is none for them. */
    private Optional<EventDomain> ofClass(Class<?> type, String place) {
        EventDomain[] named = type.getAnnotationsByType(EventDomain.class);
        if (named.length > 1 && EventSource.class.isAssignableFrom(type)) {
            problems.add(
                    "ENX-0136",
                    place,
                    "it names no domain, and its class, a source of events, names several: "
                            + Stream.of(named).map(EventDomain::value).collect(Collectors.joining(", ")),
                    "put @EventDomain on the parameter");
        }
        return Stream.of(named).findFirst();
    }

    private Set<EventSelector> selectors(
            Receiver.Kind kind, Bean<?> bean, AnnotatedParameter<?> parameter, String place) {
        Optional<EventParameter> event = event(bean, parameter, place);
        var reader = new SelectorReader(place, problems);
        Supplier<EventSelector> otherwise =
                () -> event.map(EventParameter::selector).orElse(EventSelector.any());
        return switch (kind) {
            case HANDLER -> reader.read(parameter.getAnnotation(Handles.class), otherwise);
            case SUBSCRIBER -> reader.read(parameter.getAnnotation(Subscribes.class), otherwise);
            case LANE -> reader.read(parameter.getAnnotation(SubscribesAsync.class), otherwise);
            case BOUNDARY -> reader.read(parameter.getAnnotation(Forwards.class), otherwise);
            case WORKER -> {
                Works works = parameter.getAnnotation(Works.class);
                yield reader.read(works, () -> ofQueue(works.value()));
            }
            case FILTER -> {
                event.ifPresent(taken -> FilterRules.checkParameter(taken, place, problems));
                yield Set.of(EventSelector.any());
            }
        };
    }

    /** What is sent to a queue. */
    private static EventSelector ofQueue(String name) {
        return DomainNames.isWellFormed(name) ? EventSelector.parse(name) : EventSelector.any();
    }

    private Optional<EventParameter> event(Bean<?> bean, AnnotatedParameter<?> parameter, String place) {
        try {
            return Optional.of(EventParameter.of(parameter.getBaseType(), TypeArguments.of(bean.getBeanClass())));
        } catch (IllegalArgumentException variable) {
            problems.add(
                    "ENX-0109",
                    place,
                    variable.getMessage(),
                    "name the payload's class, or take NexusEvent<?> and ask it for payload(Class)");
            return Optional.empty();
        }
    }

    private static int priority(AnnotatedType<?> type, AnnotatedParameter<?> parameter) {
        return Optional.ofNullable(parameter.getAnnotation(Priority.class))
                .or(() -> Optional.ofNullable(type.getAnnotation(Priority.class)))
                .map(Priority::value)
                .orElse(ObserverMethod.DEFAULT_PRIORITY);
    }
}
