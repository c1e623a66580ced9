package org.eventnexus.testkit;

import jakarta.inject.Inject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.EventDomain;

/** The domains that a test's own fields and parameters name: they exist, though the test is no bean. */
final class NamedDomains {
    private final Set<String> names = new TreeSet<>();

    private NamedDomains() {}

    static Set<String> of(Collection<?> instances) {
        var named = new NamedDomains();
        for (Object instance : instances) {
            for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
                named.addAll(type);
            }
        }
        return named.names;
    }

    private void addAll(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(Inject.class)) {
                add(field, field.getGenericType());
            }
        }
        for (Executable method : type.getDeclaredMethods()) {
            if (method.isSynthetic() || Modifier.isPrivate(method.getModifiers())) {
                continue; // a lambda's, or a helper's: JUnit gives them nothing
            }
            for (var parameter : method.getParameters()) {
                add(parameter, parameter.getParameterizedType());
            }
        }
    }

    private void add(AnnotatedElement place, Type type) {
        EventDomain named = place.getAnnotation(EventDomain.class);
        if (named != null) {
            names.add(named.value());
        } else if (type == EventBus.class || type == Nexus.class) {
            names.add(DomainConfig.DEFAULT_DOMAIN);
        }
    }
}
