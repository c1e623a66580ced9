package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Interceptor;
import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eventnexus.EventSource;
import org.eventnexus.PushSource;

/** Finds the beans that are sources of events, and what is wrong with them. */
record SourceReader(BeanManager manager, Problems problems) {

    /** A managed bean, if it is a source. */
    Optional<SourceBean> read(Bean<?> bean) {
        Class<?> type = bean.getBeanClass();
        if (!isSource(bean)
                && !MiddlewareReader.isMiddleware(bean)
                && type.isAnnotationPresent(EventDomain.List.class)) {
            problems.add(
                    "ENX-0135",
                    type.getName(),
                    "it names several domains, which only a push source or a middleware can have",
                    "keep one @EventDomain on the class, and name others at the receivers' parameters");
        }
        if (!isSource(bean) || bean instanceof Decorator || bean instanceof Interceptor) {
            return Optional.empty();
        }
        var source = new SourceBean(
                bean,
                type.getSimpleName(),
                type.getName(),
                names(Arrays.stream(type.getAnnotationsByType(EventDomain.class))));
        if (source.domains().isEmpty()) {
            problems.add(
                    "ENX-0130",
                    source.place(),
                    "it is a source of events and names no domain",
                    "put @EventDomain on the class, or @Vetoed if your own code registers it");
        }
        check(source);
        return Optional.of(source);
    }

    /** What a producer gives, if it is a source with a domain; without one it is for the application's own use. */
    Optional<SourceBean> readProduced(Bean<?> bean, Member producer) {
        Set<String> domains = names(bean.getQualifiers().stream()
                .filter(EventDomain.class::isInstance)
                .map(EventDomain.class::cast));
        if (!isSource(bean) || domains.isEmpty()) {
            return Optional.empty();
        }
        var source = new SourceBean(bean, producer.getName(), Places.of(producer), domains);
        check(source);
        return Optional.of(source);
    }

    private static boolean isSource(Bean<?> bean) {
        return bean.getTypes().contains(EventSource.class);
    }

    private static Set<String> names(Stream<EventDomain> domains) {
        return domains.map(EventDomain::value).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void check(SourceBean source) {
        source.domains().forEach(name -> DomainNames.check(name, source.place(), problems));
        checkKind(source);
        if (manager.isNormalScope(source.bean().getScope()) && source.bean().getScope() != ApplicationScoped.class) {
            problems.add(
                    "ENX-0133",
                    source.place(),
                    "it is a source of events and @"
                            + source.bean().getScope().getSimpleName()
                            + ", and no such scope is active while it is started and asked",
                    "make it @ApplicationScoped or @Dependent");
        }
    }

    private void checkKind(SourceBean source) {
        if (source.kinds().size() != 1) {
            problems.add(
                    "ENX-0131",
                    source.place(),
                    "it is "
                            + (source.kinds().isEmpty() ? "no known kind of source" : "a source of more than one kind"),
                    "implement, or produce, one of PullSource, AsyncPullSource and PushSource");
        } else if (source.domains().size() > 1 && !source.kinds().contains(PushSource.class)) {
            problems.add(
                    "ENX-0132",
                    source.place(),
                    "it is a pull source and names several domains, " + source.domains()
                            + ", though each event can be obtained only once",
                    "name one, or make it a PushSource");
        }
    }
}
