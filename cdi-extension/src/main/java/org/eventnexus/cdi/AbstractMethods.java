package org.eventnexus.cdi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** The abstract methods above a class whose parameters are said to take events. CDI shows them of no class. */
final class AbstractMethods {
    private AbstractMethods() {}

    static Set<Method> above(Class<?> type) {
        Set<Method> found = new LinkedHashSet<>();
        collect(type, found);
        return found;
    }

    private static void collect(Class<?> type, Set<Method> found) {
        if (type == null || type.getName().startsWith("java.") || type.getName().startsWith("jakarta.")) {
            return;
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            add(type, found);
        }
        collect(type.getSuperclass(), found);
        for (Class<?> face : type.getInterfaces()) {
            collect(face, found);
        }
    }

    private static void add(Class<?> type, Set<Method> found) {
        try {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isAbstract(method.getModifiers()))
                    .filter(method -> Arrays.stream(method.getParameters()).anyMatch(AbstractMethods::isMarked))
                    .forEach(found::add);
        } catch (
                LinkageError
                        absent) { // a library that lacks an optional other one: whoever misses that will hear of it
            return;
        }
    }

    private static boolean isMarked(Parameter parameter) {
        return Arrays.stream(Receiver.Kind.values()).anyMatch(kind -> parameter.isAnnotationPresent(kind.annotation()));
    }
}
