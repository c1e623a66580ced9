package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.inject.InjectionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.function.Supplier;

/** What is asked about beans. */
final class Beans {
    private Beans() {}

    /** The bean that is injected at a point. */
    static Bean<?> resolve(BeanManager manager, InjectionPoint point) {
        return manager.resolve(
                manager.getBeans(point.getType(), point.getQualifiers().toArray(Annotation[]::new)));
    }

    static boolean isDependent(Bean<?> bean) {
        return bean.getScope() == Dependent.class;
    }

    /**
     * Gives a bean's contextual instance itself, not its client proxy, so that private methods can be called on it. Only for
     * beans that are not dependent.
     */
    static <T> Supplier<Object> instance(BeanManager manager, Bean<T> bean) {
        if (bean.getScope() == ApplicationScoped.class) { // always active, and always the same
            Context context = manager.getContext(ApplicationScoped.class);
            return () -> instance(manager, bean, context);
        }
        return () -> instance(manager, bean, manager.getContext(bean.getScope()));
    }

    private static <T> Object instance(BeanManager manager, Contextual<T> bean, Context context) {
        T instance = context.get(bean);
        return instance != null ? instance : context.get(bean, manager.createCreationalContext(bean));
    }

    /** Whether a bean is request-scoped, or anything is that is injected into it, directly or not. */
    static boolean needsRequest(BeanManager manager, Bean<?> bean, Set<Bean<?>> seen) {
        if (bean == null || !seen.add(bean)) {
            return false;
        }
        return bean.getScope() == RequestScoped.class
                || bean.getInjectionPoints().stream()
                        .filter(point -> !point.isDelegate())
                        .anyMatch(point -> needsRequest(manager, resolveIfPossible(manager, point), seen));
    }

    /** The same, or null if there is not exactly one that this manager sees. */
    static Bean<?> resolveIfPossible(BeanManager manager, InjectionPoint point) {
        try {
            return resolve(manager, point);
        } catch (InjectionException | IllegalArgumentException elsewhere) {
            return null; // another module's bean, which this one's manager does not see
        }
    }
}
