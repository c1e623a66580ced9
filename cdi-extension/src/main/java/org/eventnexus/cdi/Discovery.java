package org.eventnexus.cdi;

import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Member;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eventnexus.DomainConfig;

/** Collects what the beans of a CDI container want of EventNexus. Belongs to the thread that deploys. */
final class Discovery {
    private final Problems problems;
    private final DomainNames names;
    private final QueueNames queues;
    private final BridgeRules bridge;
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<SourceBean> sources = new ArrayList<>();
    private final List<MiddlewareBean> middlewares = new ArrayList<>();
    private final List<EventAccessBean> eventAccess = new ArrayList<>();
    private final Publishers publishers;
    private List<PublisherInterface> publisherInterfaces = List.of();
    private final Set<Bean<?>> enterpriseBeans = new HashSet<>();
    private final NoBeans noBeans = new NoBeans();
    private final Set<Class<?>> beanClasses = new HashSet<>();
    private final Set<Class<?>> specialized = new HashSet<>();
    private final Set<ClassLoader> modules = new LinkedHashSet<>();

    Discovery(Problems problems) {
        this.problems = problems;
        this.names = new DomainNames(problems);
        this.queues = new QueueNames(problems);
        this.bridge = new BridgeRules(problems);
        this.publishers = new Publishers(problems);
        modules.add(Thread.currentThread().getContextClassLoader());
    }

    /** A domain that is used, though no bean says so but a program. */
    void domain(String name, SeRuntime by) {
        DomainNames.check(name, by.getClass().getSimpleName(), problems);
        names.add(name);
    }

    void injectionPoint(InjectionPoint point) {
        String place = point.getMember() == null ? point.toString() : Places.of(point.getMember());
        if (names.addInjected(point.getType(), point.getQualifiers(), place) && point.getMember() != null) {
            modules.add(point.getMember().getDeclaringClass().getClassLoader());
        }
        if (queues.addInjected(point.getType(), point.getQualifiers(), place) && point.getMember() != null) {
            modules.add(point.getMember().getDeclaringClass().getClassLoader());
        }
        bridge.injected(point, place).ifPresent(names::add);
        publisher(point.getType());
    }

    private void publisher(Type injected) {
        publishers.injected(injected).ifPresent(face -> modules.add(face.getClassLoader()));
    }

    /** Takes a type that has {@link Publishes} somewhere. */
    void publishing(AnnotatedType<?> type) {
        publishers.type(type);
        modules.add(type.getJavaClass().getClassLoader());
    }

    void observer(ObserverMethod<?> observer, AnnotatedMethod<?> method) {
        bridge.observer(observer, method).ifPresent(domain -> {
            names.add(domain);
            modules.add(observer.getBeanClass().getClassLoader());
        });
    }

    /** Takes a class with annotations of receivers somewhere in it, which need not become a bean. */
    void receiving(AnnotatedType<?> type) {
        noBeans.add(type);
    }

    void bean(Bean<?> bean, AnnotatedType<?> type, BeanManager manager) {
        beanClasses.add(bean.getBeanClass());
        if (type.isAnnotationPresent(Specializes.class)) {
            specialized.add(bean.getBeanClass().getSuperclass());
        }
        new SourceReader(manager, problems).read(bean).ifPresent(this::source);
        new MiddlewareReader(manager, problems).read(bean).ifPresent(this::middleware);
        eventAccess(bean, manager);
        for (Receiver receiver : new ReceiverReader(manager, problems).read(bean, type)) {
            receivers.add(receiver);
            modules.add(receiver.loader());
            names.add(receiver.domain());
            if (receiver.kind() == Receiver.Kind.BOUNDARY
                    && DomainNames.isWellFormed(receiver.forwards().to())) {
                names.add(receiver.forwards().to());
            }
            if (receiver.kind() == Receiver.Kind.WORKER) {
                queues.add(receiver.queue());
            }
            receiver.parameters().forEach(parameter -> parameter(receiver, parameter, manager));
        }
    }

    private void parameter(Receiver receiver, AnnotatedParameter<?> parameter, BeanManager manager) {
        if (!receiver.takesEvent(parameter) && !Arguments.isOfDomain(parameter, manager)) {
            Set<Annotation> qualifiers = parameter.getAnnotations().stream()
                    .filter(annotation -> manager.isQualifier(annotation.annotationType()))
                    .collect(Collectors.toSet());
            names.addInjected(parameter.getBaseType(), qualifiers, receiver.place());
            queues.addInjected(parameter.getBaseType(), qualifiers, receiver.place());
            publisher(parameter.getBaseType());
        }
    }

    void produced(Bean<?> bean, Member producer, BeanManager manager) {
        new SourceReader(manager, problems).readProduced(bean, producer).ifPresent(this::source);
        eventAccess(bean, manager);
    }

    private void eventAccess(Bean<?> bean, BeanManager manager) {
        EventAccessBean.read(bean, manager, problems).ifPresent(eventAccess::add);
    }

    private void source(SourceBean source) {
        sources.add(source);
        modules.add(source.loader());
        source.domains().forEach(names::add);
    }

    private void middleware(MiddlewareBean middleware) {
        middlewares.add(middleware);
        modules.add(middleware.loader());
        middleware.domains().forEach(names::add);
    }

    void enterpriseBean(Bean<?> bean, BeanManager manager) {
        enterpriseBeans.add(bean);
        eventAccess(bean, manager);
    }

    Findings read(Settings settings, BeanManager manager) {
        noBeans.check(beanClasses, manager, problems);
        receivers.removeIf(receiver -> specialized.contains(receiver.bean().getBeanClass()));
        middlewares.removeIf(
                middleware -> specialized.contains(middleware.bean().getBeanClass()));
        eventAccess.removeIf(access -> specialized.contains(access.bean().getBeanClass()));
        sources.removeIf(source -> specialized.contains(source.bean().getBeanClass()));
        receivers.stream()
                .filter(receiver -> enterpriseBeans.contains(receiver.bean()))
                .forEach(receiver -> problems.add(
                        "ENX-0113",
                        receiver.place(),
                        "its bean is an enterprise bean, which can be called only through its views",
                        "move the method to a CDI bean, and inject the enterprise bean there"));
        sources.stream()
                .filter(source -> enterpriseBeans.contains(source.bean()))
                .forEach(source -> problems.add(
                        "ENX-0113",
                        source.place(),
                        "its bean is an enterprise bean, which can be called only through its views",
                        "make a CDI bean the source, and inject the enterprise bean there"));
        middlewares.stream()
                .filter(middleware -> enterpriseBeans.contains(middleware.bean()))
                .forEach(middleware -> problems.add(
                        "ENX-0113",
                        middleware.place(),
                        "its bean is an enterprise bean, which can be called only through its views",
                        "make a CDI bean the middleware, and inject the enterprise bean there"));
        publisherInterfaces = publishers.read();
        publisherInterfaces.forEach(each -> each.domains().forEach(names::add));
        Set<String> all = new TreeSet<>(settings.domains());
        List<BridgedClass> bridged = settings.bridge(modules).classes();
        bridged.forEach(each -> names.add(each.domain()));
        List<ConfiguredBoundary> boundaries = settings.boundaries();
        boundaries.forEach(boundary -> {
            names.add(boundary.from());
            names.add(boundary.to());
        });
        List<ConfiguredQueue> workQueues = workQueues(settings.workQueues());
        workQueues.stream()
                .map(queue -> queue.name().domain())
                .filter(DomainNames::isWellFormed)
                .forEach(all::add);
        names.all().stream().filter(DomainNames::isWellFormed).forEach(all::add);
        List<DomainConfig> configs = all.stream().map(settings::domain).toList();
        Set<String> used = new TreeSet<>(settings.inUse(all));
        used.addAll(names.all());
        List<ConfiguredConnection> connections = settings.connections();
        connections.forEach(connection -> used.add(connection.domain()));
        Map<String, Directions> directions = settings.bridge(modules).directions(all);
        bridge.check(directions);
        return new Findings(
                configs,
                used,
                receivers,
                settings.threads(),
                sources,
                middlewares,
                eventAccess,
                new BridgeFindings(bridge.observers(), bridged, directions),
                boundaries,
                workQueues,
                connections);
    }

    private List<ConfiguredQueue> workQueues(WorkSettings settings) {
        Set<QueueName> all = queues.all(settings.names());
        all.stream().filter(queues::isUsed).forEach(name -> names.add(name.domain()));
        return all.stream()
                .map(name -> settings.read(name, queues.isUsed(name)))
                .toList();
    }

    /** Known when all has been read. */
    List<PublisherInterface> publishers() {
        return publisherInterfaces;
    }

    /** Those whose own settings count. */
    Set<ClassLoader> modules() {
        return modules;
    }
}
