package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.BeanManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.eventnexus.Domains;
import org.eventnexus.EventSource;

/**
 * An application's source beans, each once, however many of its containers see its class. The first container that brings
 * one has its instance.
 */
final class SourceRoster {
    private final Map<SourceBean.Key, Entry> entries = new LinkedHashMap<>();

    private record Entry(SourceBean source, Container container) {}

    void add(Container container) {
        container
                .findings()
                .sources()
                .forEach(source -> entries.putIfAbsent(source.key(), new Entry(source, container)));
    }

    Stream<SourceBean> sources() {
        return entries.values().stream().map(Entry::source);
    }

    /** Registers all with their domains, which start and close them; to be called when their modules are up. */
    void register(Domains domains, Modules modules) {
        for (Entry entry : entries.values()) {
            SourceBean source = entry.source();
            Optional<WebModule> module = modules.of(source, entry.container());
            BeanManager manager = module.filter(war -> war.loader() == source.loader())
                    .map(WebModule::manager)
                    .orElseGet(() -> entry.container().manager());
            Executor context = module.map(WebModule::context).orElse(Runnable::run);
            EventSource instance = SourceInstance.of(source, manager, context, module.flatMap(WebModule::transactions));
            source.domains().forEach(name -> domains.get(name).source(source.name(), instance));
        }
    }
}
