package org.eventnexus.testkit;

import io.smallrye.config.inject.ConfigExtension;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.UnsatisfiedResolutionException;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.eventnexus.cdi.NexusExtension;

/** The container of one test method, with its domains. Started and closed by the test's thread. */
final class RunningTest implements AutoCloseable {
    private static final List<String> NOT_FOR_BEANS = List.of("java.", "javax.", "org.junit.");

    /** What is undone at the end, the latest first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private final BeanManager manager;
    private final CreationalContext<?> context;

    /** @throws RuntimeException what the container says if the deployment fails; then nothing is left of it */
    RunningTest(Setup setup, List<Object> instances) {
        try {
            var runtime = new TestRuntime(setup.start(), NamedDomains.of(instances));
            ends.push(runtime::close);
            ends.push(new TestSettings(setup.settings())::close);
            SeContainer container = start(setup, runtime);
            ends.push(container::close);
            manager = container.getBeanManager();
            context = manager.createCreationalContext(null);
            ends.push(context::release);
            instances.forEach(this::inject);
        } catch (RuntimeException | Error failed) {
            try {
                close();
            } catch (RuntimeException | Error second) {
                failed.addSuppressed(second);
            }
            throw failed;
        }
    }

    private static SeContainer start(Setup setup, TestRuntime runtime) {
        SeContainerInitializer initializer = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(setup.classes().toArray(Class<?>[]::new))
                .addExtensions(
                        new NexusExtension(runtime),
                        new ConfigExtension(),
                        new ScenarioExtension(new Scenario(runtime, setup.patience())));
        setup.extensions().forEach(extension -> initializer.addExtensions(extension.get()));
        return initializer.initialize();
    }

    private void inject(Object instance) {
        inject(instance.getClass(), instance);
    }

    @SuppressWarnings("unchecked")
    private <T> void inject(Class<T> type, Object instance) {
        var target = manager.getInjectionTargetFactory(manager.createAnnotatedType(type))
                .createInjectionTarget(null);
        target.inject((T) instance, (CreationalContext<T>) context);
    }

    /** Whether a parameter is one of CDI's: because it says so by a qualifier, or because there is such a bean. */
    boolean supports(Parameter parameter) {
        String type = parameter.getType().getName();
        return qualifiers(parameter).length > 0
                || !parameter.getType().isPrimitive()
                        && NOT_FOR_BEANS.stream().noneMatch(type::startsWith)
                        && !manager.getBeans(parameter.getParameterizedType()).isEmpty();
    }

    private Annotation[] qualifiers(Parameter parameter) {
        return Arrays.stream(parameter.getAnnotations())
                .filter(annotation -> manager.isQualifier(annotation.annotationType()))
                .toArray(Annotation[]::new);
    }

    /** @throws jakarta.enterprise.inject.InjectionException if there is not exactly one such bean */
    Object resolve(Parameter parameter) {
        Type type = parameter.getParameterizedType();
        Set<Bean<?>> beans = manager.getBeans(type, qualifiers(parameter));
        Bean<?> bean = manager.resolve(beans);
        if (bean == null) {
            throw new UnsatisfiedResolutionException("ENX-0064 there is no bean for the parameter " + parameter
                    + "; add its class to the test's classes");
        }
        return manager.getReference(bean, type, context);
    }

    /** Stops the domains and the container, and whatever else belongs to them, even if some of that fails. */
    @Override
    public void close() {
        RuntimeException first = null;
        for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
            try {
                end.run();
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
