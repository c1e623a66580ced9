package org.eventnexus.cdi;

import org.eventnexus.EventDraft;

/**
 * A class whose CDI events a setting sends into a domain.
 *
 * @param observed the class
 * @param domain the domain's name
 * @param type the type of the domain's events; null for the one that the class names
 */
record BridgedClass(Class<?> observed, String domain, String type) {

    EventDraft<Object> draft(Object fired) {
        return type == null ? EventDraft.of(fired) : EventDraft.of(type, fired);
    }
}
