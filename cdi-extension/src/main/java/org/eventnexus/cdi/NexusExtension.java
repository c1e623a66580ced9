package org.eventnexus.cdi;

import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessProducerField;
import jakarta.enterprise.inject.spi.ProcessProducerMethod;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import jakarta.enterprise.inject.spi.ProcessSyntheticObserverMethod;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eventnexus.DomainConfig;

/**
 * Finds domains and receivers at deployment. Found by CDI itself; not for users.
 *
 * <p>In some servers an application has several CDI containers, each with its own instance of this, and what is injected
 * need not be the instance that saw the deployment: so the beans and observers that it adds close over what it found.
 */
public class NexusExtension implements Extension {
    private final Problems problems = new Problems();
    private final Discovery discovery = new Discovery(problems);
    /** Null unless a program in Java SE has brought one. */
    private final SeRuntime runtime;

    private Findings findings;
    private volatile Container container;

    /** For CDI itself. */
    public NexusExtension() {
        this(null);
    }

    /**
     * For a program in Java SE that says what its domains run on; for one container.
     *
     * @param runtime null for threads of the extension's own and the system's time
     */
    public NexusExtension(SeRuntime runtime) {
        this.runtime = runtime;
        if (runtime != null) {
            runtime.domains().forEach(name -> discovery.domain(name, runtime));
        }
    }

    /** On a class, {@code @EventDomain} names a domain and does not qualify the bean. */
    void type(@Observes @WithAnnotations({EventDomain.class, EventDomain.List.class}) ProcessAnnotatedType<?> event) {
        AnnotatedType<?> type = event.getAnnotatedType();
        if (type.isAnnotationPresent(EventDomain.class) || type.isAnnotationPresent(EventDomain.List.class)) {
            event.configureAnnotatedType()
                    .remove(EventDomain.class::isInstance)
                    .remove(EventDomain.List.class::isInstance);
        }
    }

    void receiving(
            @Observes
                    @WithAnnotations({
                        Handles.class,
                        Subscribes.class,
                        SubscribesAsync.class,
                        Works.class,
                        Filters.class,
                        Forwards.class
                    })
                    ProcessAnnotatedType<?> event) {
        discovery.receiving(event.getAnnotatedType());
    }

    void publishing(@Observes @WithAnnotations(Publishes.class) ProcessAnnotatedType<?> event) {
        discovery.publishing(event.getAnnotatedType());
    }

    void injectionPoint(@Observes ProcessInjectionPoint<?, ?> event) {
        discovery.injectionPoint(event.getInjectionPoint());
    }

    void bean(@Observes ProcessManagedBean<?> event, BeanManager manager) {
        discovery.bean(event.getBean(), event.getAnnotatedBeanClass(), manager);
    }

    void producer(@Observes ProcessProducerMethod<?, ?> event, BeanManager manager) {
        discovery.produced(event.getBean(), event.getAnnotatedProducerMethod().getJavaMember(), manager);
    }

    void producer(@Observes ProcessProducerField<?, ?> event, BeanManager manager) {
        discovery.produced(event.getBean(), event.getAnnotatedProducerField().getJavaMember(), manager);
    }

    void observer(@Observes ProcessObserverMethod<?, ?> event) {
        if (!(event instanceof ProcessSyntheticObserverMethod)) {
            discovery.observer(event.getObserverMethod(), event.getAnnotatedMethod());
        }
    }

    void enterpriseBean(@Observes ProcessSessionBean<?> event, BeanManager manager) {
        discovery.enterpriseBean(event.getBean(), manager);
    }

    void beans(@Observes AfterBeanDiscovery event, BeanManager manager) {
        var settings = new Settings(
                MicroProfileSettings.of(discovery.modules()), problems, Connectors.of(discovery.modules(), problems));
        findings = discovery.read(settings, manager);
        Set<String> domains = new TreeSet<>(findings.used()); // malformed names too: that they are is told later
        findings.domains().stream().map(DomainConfig::name).forEach(domains::add);
        if (problems.contains(
                MethodRules.OTHER_ROLE)) { // CDI would tell of these methods first, and of another problem
            application().check(findings, problems);
            problems.asException().ifPresent(event::addDefinitionError);
        }
        new DomainBeans(event, () -> container).add(domains, findings.queueNames());
        new PublisherBeans(event).add(discovery.publishers());
        new InBridge(() -> container).add(event, domains, findings.bridge());
        event.<Startup>addObserverMethod()
                .observedType(Startup.class)
                .priority(Integer.MAX_VALUE)
                .notifyWith(started -> startInJavaSe());
        event.addObserverMethod()
                .observedType(Object.class)
                .addQualifier(BeforeDestroyed.Literal.APPLICATION)
                .priority(0)
                .notifyWith(destroyed -> stop());
    }

    void validated(@Observes AfterDeploymentValidation event, BeanManager manager) {
        Application application = application();
        new ParameterRules(manager, problems).check(findings.receivers());
        application.check(findings, problems);
        Optional<DeploymentException> failure = problems.asException();
        if (failure.isPresent()) {
            event.addDeploymentProblem(failure.get());
        } else {
            container = new Container(manager, application, findings);
            application.join(container);
        }
    }

    /** The one that this container belongs to; in Java SE one of its own. */
    private Application application() {
        return runtime == null ? Applications.current() : Application.on(runtime);
    }

    private void startInJavaSe() {
        if (runtime != null || Applications.isJavaSe()) {
            container.application().startAlone(container);
        }
    }

    void shutdown(@Observes BeforeShutdown event) {
        stop();
    }

    /** In a server the domains have stopped by now, unless the deployment failed half-way. */
    private void stop() {
        if (container != null) {
            container.application().stop();
        }
    }
}
