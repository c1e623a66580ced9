package org.eventnexus.cdi;

import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.InjectionException;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Singleton;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.eventnexus.EventBus;
import org.eventnexus.HandlerContext;
import org.eventnexus.Nexus;

/** Where a receiver's arguments come from. Belongs to the thread that deploys. */
final class Arguments {
    private final BeanManager manager;
    private final Nexus domain;
    private final List<Invocable.Origin> origins = new ArrayList<>();
    private final List<InjectedCall.Reference> injected = new ArrayList<>();
    private final List<Bean<?>> beans = new ArrayList<>();

    private Arguments(BeanManager manager, Nexus domain) {
        this.manager = manager;
        this.domain = domain;
    }

    /** @throws InjectionException if there is not exactly one bean for a parameter */
    static Arguments of(Receiver receiver, BeanManager manager, Nexus domain) {
        validate(receiver, manager);
        var arguments = new Arguments(manager, domain);
        for (AnnotatedParameter<?> parameter : receiver.parameters()) {
            arguments.origins.add(arguments.origin(receiver, parameter));
        }
        return arguments;
    }

    /** @throws InjectionException if there is not exactly one bean for a parameter */
    static void validate(Receiver receiver, BeanManager manager) {
        for (AnnotatedParameter<?> parameter : receiver.parameters()) {
            if (!receiver.takesEvent(parameter) && !isOfDomain(parameter, manager)) {
                validate(manager.createInjectionPoint(parameter), manager);
            }
        }
    }

    private static void validate(InjectionPoint point, BeanManager manager) {
        manager.validate(point);
        Bean<?> bean = Beans.resolve(manager, point);
        if (bean.getScope() == SessionScoped.class || bean.getScope() == ConversationScoped.class) {
            throw new InjectionException(
                    "it is @" + bean.getScope().getSimpleName() + ", and no such scope is active on a domain's loop");
        }
    }

    /** Whether the argument is what belongs to the event's domain, which no annotation need say. */
    static boolean isOfDomain(AnnotatedParameter<?> parameter, BeanManager manager) {
        Type type = parameter.getBaseType();
        return (type == HandlerContext.class || type == EventBus.class || type == Nexus.class)
                && parameter.getAnnotations().stream()
                        .noneMatch(annotation -> manager.isQualifier(annotation.annotationType())
                                && annotation.annotationType() != Default.class);
    }

    /** One for each parameter. */
    List<Invocable.Origin> origins() {
        return origins;
    }

    /** One for each parameter whose argument is made at each call. */
    List<InjectedCall.Reference> injected() {
        return injected;
    }

    /** The beans that are injected. */
    List<Bean<?>> beans() {
        return beans;
    }

    private Invocable.Origin origin(Receiver receiver, AnnotatedParameter<?> parameter) {
        if (receiver.takesEvent(parameter)) {
            return new Invocable.FromEvent();
        }
        if (!isOfDomain(parameter, manager)) {
            return injected(manager.createInjectionPoint(parameter));
        }
        if (parameter.getBaseType() == HandlerContext.class) {
            return new Invocable.FromContext();
        }
        return new Invocable.Constant(parameter.getBaseType() == Nexus.class ? domain : domain.bus());
    }

    private Invocable.Origin injected(InjectionPoint point) {
        Bean<?> bean = Beans.resolve(manager, point);
        beans.add(bean);
        if (livesOn(bean)) {
            return new Invocable.Constant(manager.getInjectableReference(point, manager.createCreationalContext(null)));
        }
        injected.add(call -> manager.getInjectableReference(point, call));
        return new Invocable.Injected();
    }

    /** Whether what is injected of it is good for all calls: a client proxy, or a bus or work queue, which need none. */
    private boolean livesOn(Bean<?> bean) {
        return manager.isNormalScope(bean.getScope())
                || bean.getScope() == Singleton.class && bean.getBeanClass() == NexusExtension.class;
    }
}
