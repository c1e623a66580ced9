package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AnnotatedConstructor;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds classes that have receivers and a scope, but of which CDI makes no beans, without a word. Abstract ones are none of
 * these: their receivers are those of the beans that extend them.
 */
final class NoBeans {
    private final List<AnnotatedType<?>> candidates = new ArrayList<>();

    /** Takes a class with annotations of receivers somewhere in it. */
    void add(AnnotatedType<?> type) {
        Class<?> candidate = type.getJavaClass();
        if (!candidate.isInterface() && !Modifier.isAbstract(candidate.getModifiers())) {
            candidates.add(type);
        }
    }

    /** @param beans the classes of all beans */
    void check(Collection<Class<?>> beans, BeanManager manager, Problems problems) {
        candidates.stream()
                .filter(type -> isMeantToBeOne(type.getJavaClass(), manager))
                .filter(type -> beans.stream().noneMatch(type.getJavaClass()::isAssignableFrom))
                .forEach(type -> check(type, problems));
    }

    private static boolean isMeantToBeOne(Class<?> type, BeanManager manager) {
        return Arrays.stream(type.getDeclaredAnnotations())
                .anyMatch(annotation -> manager.isScope(annotation.annotationType())
                        || manager.isStereotype(annotation.annotationType()));
    }

    private static void check(AnnotatedType<?> type, Problems problems) {
        Class<?> candidate = type.getJavaClass();
        if (candidate.isMemberClass() && !Modifier.isStatic(candidate.getModifiers())) {
            add(candidate, "it is an inner class", "make it static, or a class of its own", problems);
        } else if (type.getConstructors().stream().noneMatch(NoBeans::isUsable)) {
            add(
                    candidate,
                    "CDI can call none of its constructors",
                    "give it one without parameters, or one with @Inject",
                    problems);
        }
    }

    private static boolean isUsable(AnnotatedConstructor<?> constructor) {
        return constructor.getParameters().isEmpty() || constructor.isAnnotationPresent(Inject.class);
    }

    private static void add(Class<?> candidate, String why, String mend, Problems problems) {
        problems.add("ENX-0121", candidate.getName(), "it takes events and is no bean, because " + why, mend);
    }
}
