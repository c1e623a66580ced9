package org.eventnexus.cdi;

import jakarta.enterprise.inject.InjectionException;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DefinitionException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.Nexus;
import org.eventnexus.Subscriber;

/**
 * Registers receivers with their domains, when the modules of all of them are up.
 *
 * @param domains which exist
 * @param modules where receivers are called
 * @param threadsOf the module whose context the threads have; null in Java SE
 * @param problems what went wrong
 */
record Wiring(Domains domains, Modules modules, WebModule threadsOf, Problems problems) {

    void wire(Roster.Entry entry) {
        Receiver receiver = entry.receiver();
        Nexus nexus = domains.get(receiver.domain());
        bind(entry, nexus).ifPresent(handler -> register(receiver, nexus, handler));
    }

    private Optional<Handler<Object>> bind(Roster.Entry entry, Nexus nexus) {
        Optional<WebModule> module = modules.of(entry);
        RuntimeException first = null;
        for (BeanManager manager : managers(entry, module)) {
            try {
                Handler<Object> handler = new Binder(manager, nexus).bind(entry.receiver());
                return Optional.of(
                        module.map(war -> in(war, handler)).orElseGet(() -> new TidyCall(handler, Optional.empty())));
            } catch (InjectionException | DefinitionException unresolved) {
                first = first == null ? unresolved : first;
            }
        }
        ParameterRules.unresolved(entry.receiver(), first, problems);
        return Optional.empty();
    }

    /** Those that may know the receiver's parameters: the one that sees what its class sees, which is asked first. */
    private static Set<BeanManager> managers(Roster.Entry entry, Optional<WebModule> module) {
        Set<BeanManager> managers = new LinkedHashSet<>();
        module.filter(war -> war.loader() == entry.receiver().loader()).ifPresent(war -> managers.add(war.manager()));
        managers.add(entry.container().manager());
        module.ifPresent(war -> managers.add(war.manager()));
        return managers;
    }

    /** A call in a module's context. */
    Handler<Object> in(WebModule war, Handler<Object> handler) {
        var tidy = new TidyCall(handler, war.transactions());
        return war == threadsOf ? tidy : new ModuleCall(tidy, war.context());
    }

    private void register(Receiver receiver, Nexus nexus, Handler<Object> handler) {
        switch (receiver.kind()) {
            case FILTER ->
                nexus.filter(
                        receiver.name(), handler::handle, receiver.options().receiver());
            case HANDLER -> receiver.selectors().forEach(selector -> handle(receiver, nexus, selector, handler));
            case SUBSCRIBER -> subscribe(receiver, nexus.bus(), handler);
            case LANE -> nexus.bus().subscribe(receiver.selectors(), receiver.options(), handler);
            case BOUNDARY -> forward(receiver, nexus, handler);
            case WORKER -> WorkRoster.register(receiver, nexus, handler, problems);
        }
    }

    /** One that has no use for a context is not given one, which would have to be made and closed for each event. */
    private static void subscribe(Receiver receiver, EventBus bus, Handler<Object> handler) {
        if (receiver.isOnlyTold()) {
            Subscriber<Object> told = event -> handler.handle(event, null);
            bus.subscribe(receiver.selectors(), receiver.options(), told);
        } else {
            bus.subscribe(receiver.selectors(), receiver.options(), handler);
        }
    }

    private void handle(Receiver receiver, Nexus nexus, EventSelector selector, Handler<Object> handler) {
        try {
            nexus.handle(selector, receiver.name(), handler, receiver.options().receiver());
        } catch (MisconfiguredReceiverException taken) { // by the application's own code, before the start
            problems.add(
                    "ENX-0101",
                    receiver.place(),
                    "the domain '" + nexus.name() + "' has a second handler of '" + selector + "': "
                            + taken.getMessage(),
                    "keep one");
        }
    }

    private void forward(Receiver receiver, Nexus nexus, Handler<Object> mapper) {
        Forwards forwards = receiver.forwards();
        BoundaryConfig config = BoundaryConfig.to(domains.get(forwards.to()))
                .select(receiver.selectors().toArray(EventSelector[]::new))
                .map(mapper)
                .replies(forwards.replies())
                .capacity(forwards.capacity())
                .overflow(forwards.overflow())
                .options(receiver.options().receiver());
        try {
            nexus.boundary(receiver.name(), config);
        } catch (MisconfiguredReceiverException taken) { // by the application's own code, before the start
            BoundaryRoster.taken(nexus.name(), receiver.name(), receiver.place(), "made by code", problems);
        }
    }
}
