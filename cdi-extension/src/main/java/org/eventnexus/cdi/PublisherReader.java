package org.eventnexus.cdi;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eventnexus.DomainConfig;
import org.eventnexus.Publication;

/** Reads the interfaces whose methods publish, and finds what is wrong with them. */
record PublisherReader(Problems problems) {
    static final String NO_PUBLISHER = "ENX-0165";

    /** @param types what it is injected as */
    PublisherInterface read(Class<?> face, Set<Type> types) {
        check(face);
        String domain = domain(face, face.getName(), DomainConfig.DEFAULT_DOMAIN);
        Map<Method, PublisherMethod> methods = new LinkedHashMap<>();
        Map<List<Object>, Method> read = new HashMap<>();
        for (Method method : face.getMethods()) {
            if (!method.isBridge() && isToPublish(face, method)) {
                checkSame(face, method, read);
                read(face, method, domain).ifPresent(publishing -> methods.put(method, publishing));
            }
        }
        return new PublisherInterface(face, types, domain, methods);
    }

    /** Of two that a call cannot tell apart, as they come from two interfaces, one would be passed over. */
    private void checkSame(Class<?> face, Method method, Map<List<Object>, Method> read) {
        Method other = read.putIfAbsent(List.of(method.getName(), List.of(method.getParameterTypes())), method);
        if (other != null && !saysTheSame(method, other)) {
            problems.add(
                    "ENX-0166",
                    Places.of(face, method),
                    "it comes from " + other.getDeclaringClass().getName() + " and "
                            + method.getDeclaringClass().getName() + ", which do not say the same of it",
                    "declare it in " + face.getSimpleName() + " as well, with the @Publishes that is meant");
        }
    }

    private static boolean saysTheSame(Method one, Method other) {
        return Set.of(one.getAnnotations()).equals(Set.of(other.getAnnotations()))
                && Arrays.deepEquals(one.getParameterAnnotations(), other.getParameterAnnotations());
    }

    private void check(Class<?> face) {
        if (face.getTypeParameters().length > 0) {
            problems.add(
                    NO_PUBLISHER,
                    face.getName(),
                    "it has methods with @Publishes and type parameters",
                    "inject an interface without any, which may extend this one, and put @Vetoed on this one");
        }
        if (face.isSealed()) {
            problems.add(
                    NO_PUBLISHER,
                    face.getName(),
                    "it has methods with @Publishes and is sealed, so that nothing else can implement it",
                    "take sealed away");
        }
    }

    private String domain(AnnotatedElement element, String place, String otherwise) {
        EventDomain[] named = element.getAnnotationsByType(EventDomain.class);
        if (named.length > 1) {
            problems.add(
                    "ENX-0135",
                    place,
                    "it names several domains, and an event is published in one",
                    "keep one @EventDomain, and write a method for each of the others");
        }
        if (named.length > 0) {
            DomainNames.check(named[0].value(), place, problems);
        }
        return named.length > 0 ? named[0].value() : otherwise;
    }

    /** Whether it publishes, or should and says so wrongly, which is told here. */
    private boolean isToPublish(Class<?> face, Method method) {
        boolean marked = method.isAnnotationPresent(Publishes.class);
        boolean open = Modifier.isAbstract(method.getModifiers()) && !isObjects(method);
        if (open && !marked) {
            problems.add(
                    "ENX-0166",
                    Places.of(face, method),
                    "it is abstract and has no @Publishes",
                    "add it, or give the method a body");
        } else if (marked && !open) {
            problems.add(
                    "ENX-0166",
                    Places.of(face, method),
                    "it has @Publishes and a body, so that a call publishes nothing by itself",
                    "take one of them away");
        }
        return open && marked;
    }

    /** Whether each object has this method anyway. */
    private static boolean isObjects(Method method) {
        try {
            return Modifier.isPublic(Object.class
                    .getDeclaredMethod(method.getName(), method.getParameterTypes())
                    .getModifiers());
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    private Optional<PublisherMethod> read(Class<?> face, Method method, String domain) {
        String place = Places.of(face, method);
        var arguments = TypeArguments.of(face);
        var parameters = PublisherParameters.read(method, arguments, place, problems);
        var draft = new PublishedType(place, problems).read(method, parameters);
        var result = result(method, arguments, place);
        String own = domain(method, place, domain);
        return draft.isEmpty() || result.isEmpty()
                ? Optional.empty()
                : Optional.of(new PublisherMethod(
                        own, draft.get(), parameters.payload(), parameters.attributes(), result.get()));
    }

    private Optional<Function<Publication, Object>> result(Method method, TypeArguments arguments, String place) {
        Class<?> returned = method.getReturnType();
        if (returned == void.class) {
            return Optional.of(publication -> null);
        }
        if (returned == Publication.class) {
            return Optional.of(publication -> publication);
        }
        Class<?> value = returned == CompletionStage.class ? value(method.getGenericReturnType(), arguments) : null;
        if (value == null) {
            problems.add(
                    "ENX-0167",
                    place,
                    "it returns " + method.getGenericReturnType().getTypeName()
                            + ", which is nothing that publishing can give at once",
                    "return Publication, CompletionStage of the result's class, or void");
            return Optional.empty();
        }
        return Optional.of(
                value == Void.class
                        ? publication -> publication.result(Object.class).thenAccept(any -> {})
                        : publication -> publication.result(value));
    }

    private static Class<?> value(Type stage, TypeArguments arguments) {
        return stage instanceof ParameterizedType generic
                ? erase(generic.getActualTypeArguments()[0], arguments)
                : Object.class;
    }

    /** The class of a type; null if that is open. */
    static Class<?> erase(Type declared, TypeArguments arguments) {
        Type type = arguments.resolve(declared);
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return erase(wildcard.getUpperBounds()[0], arguments);
        }
        if (type instanceof GenericArrayType array) {
            Class<?> component = erase(array.getGenericComponentType(), arguments);
            return component == null ? null : component.arrayType();
        }
        return type instanceof Class<?> known ? known : null;
    }
}
