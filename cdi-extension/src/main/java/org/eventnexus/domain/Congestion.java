package org.eventnexus.domain;

import java.util.List;

/**
 * A cycle of domains that wait for each other. Its loops go on, but nothing is admitted to it from outside until every
 * member is half empty: if one member alone were closed, the others would go on filling the cycle.
 *
 * <p>Each step runs on some member's loop.
 */
final class Congestion {
    private final List<Domain> members;
    private final Runnable whenRelieved;

    private Congestion(List<Domain> members, Runnable whenRelieved) {
        this.members = members;
        this.whenRelieved = whenRelieved;
    }

    static void of(List<Domain> members, Runnable whenRelieved) {
        members.forEach(member -> member.admission().closeToOutside());
        new Congestion(members, whenRelieved).check();
    }

    private void check() {
        for (Domain member : members) {
            if (!member.admission().isHalfEmpty()) {
                member.admission().whenHalfEmpty(() -> member.loop().post(this::check));
                return;
            }
        }
        // Before the first member is open: a loop that closes the cycle again must not take it for closed already.
        whenRelieved.run();
        members.forEach(member -> member.admission().openToOutside());
    }
}
