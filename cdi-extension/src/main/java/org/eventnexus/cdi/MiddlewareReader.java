package org.eventnexus.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Interceptor;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.Middleware;

/** Finds the beans that are middlewares, and what is wrong with them. */
record MiddlewareReader(BeanManager manager, Problems problems) {

    static boolean isMiddleware(Bean<?> bean) {
        return bean.getTypes().contains(Middleware.class) || bean.getTypes().contains(AsyncMiddleware.class);
    }

    /** A managed bean, if it is a middleware. */
    Optional<MiddlewareBean> read(Bean<?> bean) {
        if (!isMiddleware(bean) || bean instanceof Decorator || bean instanceof Interceptor) {
            return Optional.empty();
        }
        Class<?> type = bean.getBeanClass();
        Set<String> domains = Arrays.stream(type.getAnnotationsByType(EventDomain.class))
                .map(EventDomain::value)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Priority priority = type.getAnnotation(Priority.class);
        var middleware = new MiddlewareBean(
                bean, priority == null ? ObserverMethod.DEFAULT_PRIORITY : priority.value(), domains);
        check(middleware);
        return Optional.of(middleware);
    }

    private void check(MiddlewareBean middleware) {
        if (middleware.domains().isEmpty()) {
            problems.add(
                    "ENX-0160",
                    middleware.place(),
                    "it is a middleware and names no domain",
                    "put @EventDomain on the class, or @Vetoed if your own code registers it");
        }
        middleware.domains().forEach(name -> DomainNames.check(name, middleware.place(), problems));
        Class<?> scope = middleware.bean().getScope();
        if (manager.isNormalScope(middleware.bean().getScope()) && scope != ApplicationScoped.class) {
            problems.add(
                    "ENX-0161",
                    middleware.place(),
                    "it is a middleware and @" + scope.getSimpleName()
                            + ", and no such scope is active wherever events are published",
                    "make it @ApplicationScoped or @Dependent");
        }
    }
}
