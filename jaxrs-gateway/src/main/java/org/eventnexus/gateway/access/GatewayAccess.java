package org.eventnexus.gateway.access;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Who may do what with which domain: closed, unless configuration opens it. A domain is visible to those who may do
 * anything at all with it. Thread-safe. Ask only about domains that exist: it remembers what it was asked.
 */
public final class GatewayAccess {
    private final Map<String, Map<Action, Opening>> domains = new ConcurrentHashMap<>();
    private final Function<String, Optional<String>> settings;
    private final Opening operations;

    public GatewayAccess(Function<String, Optional<String>> settings) {
        this.settings = settings;
        this.operations = Opening.parse(Setting.OPERATIONS.text(settings));
    }

    /** Whether a caller looks after the server, and may know the names of domains that are closed to them. */
    public boolean operates(Caller caller) {
        return operations.admits(caller);
    }

    /** Whether everybody may do something with a domain, and so may know its name. */
    public boolean visibleToEverybody(String domain) {
        return openings(domain).values().stream().anyMatch(Opening::isToEverybody);
    }

    public boolean visible(String domain, Caller caller) {
        return openings(domain).values().stream().anyMatch(opening -> opening.admits(caller));
    }

    /** Whether something about a domain is open to roles, and not to everybody. */
    public boolean namesRoles(String domain) {
        return openings(domain).values().stream()
                .anyMatch(
                        opening -> !opening.isToEverybody() && !opening.roles().isEmpty());
    }

    /** Whether a caller may do at least one of some things. */
    public Decision decide(String domain, Caller caller, Action... anyOf) {
        if (!visible(domain, caller)) {
            return Decision.INVISIBLE;
        }
        for (Action action : anyOf) {
            if (openings(domain).get(action).admits(caller)) {
                return Decision.ALLOWED;
            }
        }
        return caller.anonymous() ? Decision.UNKNOWN_CALLER : Decision.FORBIDDEN;
    }

    private Map<Action, Opening> openings(String domain) {
        return domains.computeIfAbsent(domain, this::read);
    }

    private Map<Action, Opening> read(String domain) {
        Map<Action, Opening> openings = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            openings.put(
                    action, Opening.parse(settings.apply(action.setting(domain)).orElse("")));
        }
        return openings;
    }
}
