package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;

/**
 * The settings of the bridge: {@code eventnexus.domain.NAME.cdi}, and {@code eventnexus.bridge.NAME.observe}, {@code .to}
 * and {@code .type}.
 *
 * @param loaders of the modules, which know the application's classes
 */
record BridgeSettings(SettingSource source, Problems problems, Collection<ClassLoader> loaders) {
    static final String PREFIX = "eventnexus.bridge.";
    static final String DIRECTIONS = "cdi";
    private static final String DOMAIN = "eventnexus.domain.";
    private static final Set<String> KEYS = Set.of("observe", "to", "type");

    /** Which way the bridges of domains are open, as far as settings say so. */
    Map<String, Directions> directions(Collection<String> domains) {
        Map<String, Directions> directions = new LinkedHashMap<>();
        for (String domain : domains) {
            source.find(DOMAIN + domain + '.' + DIRECTIONS)
                    .flatMap(this::direction)
                    .ifPresent(found -> {
                        directions.put(domain, found);
                    });
        }
        return directions;
    }

    private Optional<Directions> direction(Setting setting) {
        try {
            return Optional.of(Values.choice(Directions.class, setting.value()));
        } catch (IllegalArgumentException malformed) {
            problems.add(
                    "ENX-0103",
                    setting.place(),
                    malformed.getMessage(),
                    "correct the value or remove the setting, which then has its default");
            return Optional.empty();
        }
    }

    /** The classes whose events go into domains. */
    List<BridgedClass> classes() {
        List<BridgedClass> classes = new ArrayList<>();
        bridges().forEach(name -> bridge(PREFIX + name + '.').ifPresent(classes::add));
        return classes;
    }

    private Set<String> bridges() {
        Set<String> bridges = new TreeSet<>();
        for (String name : source.names()) {
            if (name.startsWith(PREFIX)) {
                String[] parts = name.substring(PREFIX.length()).split("\\.", -1);
                if (parts.length == 2 && KEYS.contains(parts[1])) {
                    bridges.add(parts[0]);
                } else if (!source.mayBeVariable(name)) {
                    problem(name, "there is no such setting of a bridge");
                }
            }
        }
        return bridges;
    }

    private Optional<BridgedClass> bridge(String prefix) {
        Optional<Setting> observe = source.find(prefix + "observe");
        Optional<Setting> to = source.find(prefix + "to");
        if (observe.isEmpty() || to.isEmpty()) {
            if (KEYS.stream()
                    .map(prefix::concat)
                    .allMatch(name -> source.find(name).isEmpty() || source.mayBeVariable(name))) {
                return Optional.empty(); // a variable that is meant for a bridge whose name is written otherwise
            }
            problem(
                    source.find(prefix + "type")
                            .or(() -> observe)
                            .or(() -> to)
                            .orElseThrow()
                            .name(),
                    "its bridge has no " + (observe.isEmpty() ? "observe" : "to"));
            return Optional.empty();
        }
        if (!DomainNames.isWellFormed(to.get().value())) {
            problem(to.get().name(), "'" + to.get().value() + "' is no domain's name");
            return Optional.empty();
        }
        Optional<Setting> named = source.find(prefix + "type");
        Optional<String> type = named.map(this::type);
        return load(observe.get())
                .filter(observed -> named.isPresent() || namesType(observed, observe.get()))
                .map(observed -> new BridgedClass(observed, to.get().value(), type.orElse(null)));
    }

    private String type(Setting setting) {
        try {
            return EventDraft.requireType(setting.value());
        } catch (IllegalArgumentException malformed) {
            problem(setting.name(), malformed.getMessage());
            return null;
        }
    }

    /** Else each that is fired would be refused. */
    private boolean namesType(Class<?> observed, Setting observe) {
        try {
            EventSelector.type(observed);
            if (observed != String.class
                    && !NexusEvent.class.isAssignableFrom(observed)
                    && !EventDraft.class.isAssignableFrom(observed)) {
                return true;
            }
            problem(observe.name(), "a " + observed.getSimpleName() + " names no type of event");
        } catch (IllegalArgumentException malformed) {
            problem(observe.name(), malformed.getMessage());
        }
        return false;
    }

    private void problem(String name, String what) {
        problems.add(
                "ENX-0172",
                source.find(name).map(Setting::place).orElse(name),
                what,
                "give eventnexus.bridge.NAME.observe a class, .to a domain and, if the class is not to name it, .type a"
                        + " type of event");
    }

    private Optional<Class<?>> load(Setting observe) {
        Set<ClassLoader> all = new LinkedHashSet<>(loaders);
        all.add(BridgeSettings.class.getClassLoader());
        for (ClassLoader loader : all) {
            try {
                return Optional.of(Class.forName(observe.value().strip(), false, loader));
            } catch (ClassNotFoundException | LinkageError elsewhere) {
                // another module's, perhaps
            }
        }
        problems.add(
                "ENX-0173",
                observe.place(),
                "there is no class '" + observe.value() + "' here",
                "correct the name, as Class.getName gives it, or put the setting into the module that has the class");
        return Optional.empty();
    }
}
