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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;

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
            if (isHandler(parameter) || isSubscriber(parameter)) {
                marked.add(parameter);
            }
        }
        return marked;
    }

    private static boolean isHandler(AnnotatedParameter<?> parameter) {
        return parameter.isAnnotationPresent(Handles.class);
    }

    private static boolean isSubscriber(AnnotatedParameter<?> parameter) {
        return parameter.isAnnotationPresent(Subscribes.class);
    }

    private Optional<AnnotatedParameter<?>> single(
            List<AnnotatedParameter<?>> marked, Bean<?> bean, AnnotatedMethod<?> method) {
        AnnotatedParameter<?> first = marked.get(0);
        if (marked.size() > 1 || isHandler(first) && isSubscriber(first)) {
            problems.add(
                    "ENX-0104",
                    place(bean, method),
                    "there is more than one @Handles or @Subscribes on its parameters",
                    "keep one, on the one parameter that takes the event, and write a method for each of the others");
            return Optional.empty();
        }
        return Optional.of(first);
    }

    private Receiver receiver(Bean<?> bean, AnnotatedType<?> type, AnnotatedParameter<?> parameter) {
        Method method = (Method) parameter.getDeclaringCallable().getJavaMember();
        String place = Places.of(bean.getBeanClass(), method);
        boolean handler = isHandler(parameter);
        String[] selectors = handler
                ? parameter.getAnnotation(Handles.class).value()
                : parameter.getAnnotation(Subscribes.class).value();
        return new Receiver(
                handler ? Receiver.Kind.HANDLER : Receiver.Kind.SUBSCRIBER,
                bean,
                method,
                parameter,
                domain(bean, parameter, place),
                selectors(selectors, bean, parameter, place),
                priority(type, parameter),
                new OptionsReader(problems).read(parameter.getDeclaringCallable(), place));
    }

    private String domain(Bean<?> bean, AnnotatedParameter<?> parameter, String place) {
        String name = Optional.ofNullable(parameter.getAnnotation(EventDomain.class))
                .or(() -> Optional.ofNullable(bean.getBeanClass().getAnnotation(EventDomain.class)))
                .or(() -> Optional.ofNullable(parameter
                        .getDeclaringCallable()
                        .getJavaMember()
                        .getDeclaringClass()
                        .getAnnotation(EventDomain.class)))
                .map(EventDomain::value)
                .orElse(DomainConfig.DEFAULT_DOMAIN);
        DomainNames.check(name, place, problems);
        return name;
    }

    private Set<EventSelector> selectors(String[] texts, Bean<?> bean, AnnotatedParameter<?> parameter, String place) {
        Set<EventSelector> selectors = new LinkedHashSet<>();
        try {
            EventParameter event = EventParameter.of(parameter.getBaseType(), TypeArguments.of(bean.getBeanClass()));
            if (texts.length == 0) {
                selectors.add(event.selector());
            }
        } catch (IllegalArgumentException variable) {
            problems.add(
                    "ENX-0109",
                    place,
                    variable.getMessage(),
                    "name the payload's class, or take NexusEvent<?> and ask it for payload(Class)");
        }
        for (String text : texts) {
            try {
                selectors.add(EventSelector.parse(text));
            } catch (IllegalArgumentException unreadable) {
                problems.add("ENX-0105", place, unreadable.getMessage(), "correct the annotation's value");
            }
        }
        return selectors;
    }

    private static int priority(AnnotatedType<?> type, AnnotatedParameter<?> parameter) {
        return Optional.ofNullable(parameter.getAnnotation(Priority.class))
                .or(() -> Optional.ofNullable(type.getAnnotation(Priority.class)))
                .map(Priority::value)
                .orElse(ObserverMethod.DEFAULT_PRIORITY);
    }
}
