package org.eventnexus.testkit;

import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Scope;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a test wants to be started.
 *
 * @param classes the beans
 * @param extensions make CDI extensions, for each container anew
 */
record Setup(
        List<Class<?>> classes,
        Map<String, String> settings,
        List<Supplier<? extends Extension>> extensions,
        Instant start,
        Duration patience) {
    Setup {
        classes = List.copyOf(classes);
        settings = Map.copyOf(settings);
        extensions = List.copyOf(extensions);
    }

    /** @param testClass that has the annotation */
    static Setup of(EventNexusTest wanted, Class<?> testClass) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : wanted.settings()) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "ENX-0064 a setting of @EventNexusTest is name=value, not: " + setting);
            }
            settings.put(
                    setting.substring(0, equals).strip(),
                    setting.substring(equals + 1).strip());
        }
        return new Setup(
                wanted.classes().length > 0 ? List.of(wanted.classes()) : nestedBeans(testClass),
                settings,
                Arrays.stream(wanted.extensions()).map(Setup::maker).toList(),
                Instant.parse(wanted.start()),
                Duration.ofSeconds(wanted.patience()));
    }

    private static Supplier<? extends Extension> maker(Class<? extends Extension> type) {
        return () -> {
            try {
                var constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (ReflectiveOperationException unusable) {
                throw new IllegalArgumentException(
                        "ENX-0064 the extension " + type.getName() + " cannot be made: " + unusable, unusable);
            }
        };
    }

    static List<Class<?>> nestedBeans(Class<?> testClass) {
        return Stream.<Class<?>>of(testClass.getDeclaredClasses())
                .filter(nested -> Modifier.isStatic(nested.getModifiers()) && !nested.isInterface())
                .filter(nested -> Arrays.stream(nested.getAnnotations()).anyMatch(Setup::definesBean))
                .toList();
    }

    private static boolean definesBean(Annotation annotation) {
        return Stream.of(NormalScope.class, Scope.class, Stereotype.class)
                .anyMatch(annotation.annotationType()::isAnnotationPresent);
    }
}
