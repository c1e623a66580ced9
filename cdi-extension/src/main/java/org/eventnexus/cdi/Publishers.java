package org.eventnexus.cdi;

import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The interfaces whose methods publish, as types and injection points show them. Belongs to the thread that deploys. */
final class Publishers {
    private final Problems problems;
    /** With the types that they are injected as, which differ from themselves only by mistake. */
    private final Map<Class<?>, Set<Type>> found = new LinkedHashMap<>();

    Publishers(Problems problems) {
        this.problems = problems;
    }

    /** Takes a type that has {@link Publishes} somewhere. */
    void type(AnnotatedType<?> type) {
        Class<?> candidate = type.getJavaClass();
        if (candidate.isInterface()) {
            injected(candidate);
        } else if (type.getMethods().stream().anyMatch(method -> isOwn(method, candidate))) {
            problems.add(
                    PublisherReader.NO_PUBLISHER,
                    candidate.getName(),
                    "it has methods with @Publishes and is no interface",
                    "make it one, or call EventBus.publish there");
        }
    }

    private static boolean isOwn(AnnotatedMethod<?> method, Class<?> candidate) {
        return method.isAnnotationPresent(Publishes.class)
                && method.getJavaMember().getDeclaringClass() == candidate;
    }

    /**
     * Takes the type of an injection point.
     *
     * @return the interface, if it is, or is an {@code Instance} or a {@code Provider} of, one whose methods publish
     */
    Optional<Class<?>> injected(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return isPublisher(raw)
                    ? inject(raw, type)
                    : generic.getActualTypeArguments().length == 1
                            ? injected(generic.getActualTypeArguments()[0])
                            : Optional.empty();
        }
        return type instanceof Class<?> plain && isPublisher(plain) ? inject(plain, plain) : Optional.empty();
    }

    private Optional<Class<?>> inject(Class<?> publisher, Type type) {
        found.computeIfAbsent(publisher, any -> new LinkedHashSet<>(Set.of(publisher)))
                .add(type);
        return Optional.of(publisher);
    }

    private static boolean isPublisher(Class<?> candidate) {
        return candidate.isInterface()
                && !candidate.isAnnotationPresent(Vetoed.class)
                && Arrays.stream(methods(candidate)).anyMatch(method -> method.isAnnotationPresent(Publishes.class));
    }

    private static Method[] methods(Class<?> candidate) {
        try {
            return candidate.getMethods();
        } catch (LinkageError absent) { // somebody else's, that lacks an optional library
            return new Method[0];
        }
    }

    List<PublisherInterface> read() {
        var reader = new PublisherReader(problems);
        return found.entrySet().stream()
                .map(entry -> reader.read(entry.getKey(), entry.getValue()))
                .toList();
    }
}
