package org.eventnexus.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.SubscriptionOptions;

/**
 * Tells the observers of a container of domains' events, as one subscriber of each domain: an event is fired once, in the
 * domain's order, and all observers of its payload are told. What came from CDI by the {@link InBridge} is not. Those with
 * {@code @ObservesAsync} have a lane of their own.
 *
 * @param container whose observers they are
 * @param wiring how receivers are called there
 * @param module the one in whose context they are called; empty in Java SE
 * @param threads for those with {@code @ObservesAsync}, which may hold one: not the loops' own
 */
record OutBridge(Container container, Wiring wiring, Optional<WebModule> module, Executor threads) {

    void connect() {
        connect(false);
        connect(true);
    }

    private void connect(boolean async) {
        Map<String, List<BridgeObserver>> observers = container.findings().bridge().observers().stream()
                .filter(observer -> observer.async() == async)
                .sorted(BridgeObserver.SPECIFIC_FIRST)
                .collect(Collectors.groupingBy(BridgeObserver::domain));
        observers.forEach((domain, all) -> connect(wiring.domains().get(domain), all, async));
    }

    private void connect(Nexus nexus, List<BridgeObserver> observers, boolean async) {
        Handler<Object> call = new OutCall(observers, container.application().marks(), fire(nexus.name(), async));
        boolean request = !async && observers.stream().anyMatch(this::needsRequest);
        SubscriptionOptions options = SubscriptionOptions.defaults()
                .named("observers")
                .receiver(ReceiverOptions.defaults().permanent());
        nexus.bus()
                .subscribe(
                        observers.stream()
                                .map(BridgeObserver::selector)
                                .distinct()
                                .toList(),
                        async ? options.async() : options,
                        in(request ? inRequest(call) : call));
    }

    private Handler<Object> in(Handler<Object> call) {
        return module.map(war -> wiring.in(war, call)).orElse(call);
    }

    private Handler<Object> inRequest(Handler<Object> call) {
        return new RequestCall(call, container.manager().createInstance().select(RequestContextController.class)::get);
    }

    private Function<Object, Object> fire(String domain, boolean async) {
        Event<Object> event =
                container.manager().getEvent().select(EventDomain.Literal.of(domain), Bridged.Literal.INSTANCE);
        if (async) {
            var options = NotificationOptions.ofExecutor(inContext());
            return payload -> event.fireAsync(payload, options).thenApply(told -> null);
        }
        return payload -> {
            event.fire(payload);
            return null;
        };
    }

    /** Those of the application, in the module's context. */
    private Executor inContext() {
        return module.<Executor>map(
                        war -> task -> threads.execute(() -> war.context().execute(task)))
                .orElse(threads);
    }

    /** Whether a request-scoped bean takes part: the observer's own, or one that is injected into it. */
    private boolean needsRequest(BridgeObserver observer) {
        BeanManager manager = container.manager();
        var seen = new HashSet<Bean<?>>();
        return Stream.concat(
                        Stream.of(observer.bean()),
                        observer.parameters().stream()
                                .filter(parameter -> !isObserved(parameter))
                                .map(manager::createInjectionPoint)
                                .map(point -> Beans.resolveIfPossible(manager, point)))
                .anyMatch(bean -> Beans.needsRequest(manager, bean, seen));
    }

    private static boolean isObserved(AnnotatedParameter<?> parameter) {
        return parameter.isAnnotationPresent(Observes.class);
    }
}
