package org.eventnexus.cdi;

import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
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

    Arguments(BeanManager manager, Nexus domain) {
        this.manager = manager;
        this.domain = domain;
    }

    /** @throws jakarta.enterprise.inject.InjectionException if there is not exactly one bean for a parameter */
    void add(Receiver receiver) {
        for (AnnotatedParameter<?> parameter : receiver.parameters()) {
            origins.add(
                    parameter.getPosition() == receiver.parameter().getPosition()
                            ? new Invocable.FromEvent()
                            : origin(parameter));
        }
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

    private Invocable.Origin origin(AnnotatedParameter<?> parameter) {
        if (isUnqualified(manager, parameter)) {
            Type type = parameter.getBaseType();
            if (type == HandlerContext.class) {
                return new Invocable.FromContext();
            }
            if (type == EventBus.class) {
                return new Invocable.Constant(domain.bus());
            }
            if (type == Nexus.class) {
                return new Invocable.Constant(domain);
            }
        }
        return injected(manager.createInjectionPoint(parameter));
    }

    static boolean isUnqualified(BeanManager manager, AnnotatedParameter<?> parameter) {
        return parameter.getAnnotations().stream()
                .noneMatch(annotation -> manager.isQualifier(annotation.annotationType())
                        && annotation.annotationType() != Default.class);
    }

    private Invocable.Origin injected(InjectionPoint point) {
        manager.validate(point);
        Bean<?> bean = Beans.resolve(manager, point);
        beans.add(bean);
        if (manager.isNormalScope(bean.getScope())) { // a client proxy, which lives on
            return new Invocable.Constant(manager.getInjectableReference(point, manager.createCreationalContext(null)));
        }
        injected.add(call -> manager.getInjectableReference(point, call));
        return new Invocable.Injected();
    }
}
