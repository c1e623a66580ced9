package org.eventnexus.gateway.access;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** To whom an action is open: to nobody, to some roles, or, by {@code *}, to everybody. */
record Opening(Set<String> roles) {
    private static final String EVERYBODY = "*";

    /** @throws IllegalArgumentException if a role in the list is empty or has white space inside */
    static Opening parse(String list) {
        Set<String> roles = new LinkedHashSet<>();
        if (!list.isBlank()) {
            for (String role : list.split(",", -1)) {
                roles.add(checked(role.strip()));
            }
        }
        return new Opening(Collections.unmodifiableSet(roles));
    }

    private static String checked(String role) {
        if (role.isEmpty() || role.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("not a list of roles: separate them by commas, or say * for everybody");
        }
        return role;
    }

    boolean isToEverybody() {
        return roles.contains(EVERYBODY);
    }

    boolean admits(Caller caller) {
        return isToEverybody() || !Collections.disjoint(roles, caller.roles());
    }
}
