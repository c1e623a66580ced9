package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.eventnexus.Domains;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Decision;
import org.eventnexus.gateway.access.EventGuard;
import org.eventnexus.gateway.access.GatewayAccess;

/** Lets a request in to a domain, or tells why not. */
@ApplicationScoped
class Gate {
    /** What no timer can count in nanoseconds is without end to it; nothing that one token opens lasts longer. */
    private static final Duration LONGEST = Duration.ofDays(365);

    @Inject
    Domains domains;

    @Inject
    GatewayAccess access;

    @Inject
    EventGuard guard;

    /** Who sent a request. */
    Caller caller(HttpServletRequest request) {
        return CallerFilter.caller(request);
    }

    /** How long what a caller may do now holds; null if for ever. */
    Duration life(HttpServletRequest request) {
        return caller(request)
                .until()
                .map(end -> Duration.between(Instant.now(), end))
                .map(rest -> rest.compareTo(LONGEST) < 0 ? rest : LONGEST)
                .orElse(null);
    }

    /** Which events of the domains that a caller may read they may read; null if all. */
    Predicate<NexusEvent<?>> readable(HttpServletRequest request) {
        return guard.of(caller(request));
    }

    /** Whether a caller may read events of a domain, as who may only publish in it may not. */
    boolean reads(Nexus domain, HttpServletRequest request) {
        return access.decide(domain.name(), caller(request), Action.SUBSCRIBE) == Decision.ALLOWED;
    }

    List<Nexus> visible(HttpServletRequest request) {
        Caller caller = caller(request);
        return domains.all().stream()
                .filter(domain -> access.visible(domain.name(), caller))
                .toList();
    }

    /** Whether the caller may know that a domain is there. */
    boolean isVisible(String domain, HttpServletRequest request) {
        return access.visible(domain, caller(request));
    }

    /** A domain of which the caller may do something, whatever that is. */
    Nexus see(String name, HttpServletRequest request) {
        return enter(name, request, Action.values());
    }

    /** A domain with which the caller may do at least one of some things. */
    Nexus enter(String name, HttpServletRequest request, Action... anyOf) {
        Nexus domain = domains.find(name).orElseThrow(Gate::noSuchDomain);
        switch (access.decide(domain.name(), caller(request), anyOf)) {
            case ALLOWED -> {}
            case INVISIBLE -> throw noSuchDomain();
            case UNKNOWN_CALLER -> throw ProblemException.unauthorized("this is not open to everybody");
            case FORBIDDEN -> throw ProblemException.of(Response.Status.FORBIDDEN, "this takes a role that you lack");
        }
        return domain;
    }

    /** How a caller's events are signed. */
    Sender sender(Nexus domain, Caller caller) {
        GatewayAccess known = access;
        return Sender.into(domain, () -> known.decide(domain.name(), caller, Action.ADMIN) == Decision.ALLOWED);
    }

    /** The log of a domain that the caller may read. */
    EventLog log(Nexus domain) {
        return domain.log().orElseThrow(() -> ProblemException.notFound("this domain keeps no events"));
    }

    /** Word for word the same whether there is none or it is invisible. */
    private static ProblemException noSuchDomain() {
        return ProblemException.notFound("there is no such domain");
    }
}
