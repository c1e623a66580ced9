package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Result;
import org.eventnexus.Router.Candidate;
import org.eventnexus.WorkException;
import org.eventnexus.WorkException.Reason;
import org.eventnexus.bus.Receiver;

/** Chooses an event's collectors, and sends it to them. Owned by the loop. */
final class Routing {
    private final Domain domain;
    private final Ends ends;

    Routing(Domain domain) {
        this.domain = domain;
        this.ends = new Ends(task -> domain.loop().post(task));
    }

    /** Whether somebody has taken the event, or has failed on it. */
    boolean take(Delivery<?> delivery, Receiver[] route, int from) {
        if (delivery instanceof Redelivery<?>) {
            new Parcel(delivery, ends, List.of(seat(route[from]))).send(from == 0);
            return true;
        }
        int before = delivery.resultList().size();
        List<CollectorSeat> chosen = chosen(delivery, route, from);
        if (chosen.isEmpty()) {
            return delivery.resultList().size() > before;
        }
        new Parcel(delivery, ends, chosen).send(from == 0);
        return true;
    }

    private static CollectorSeat seat(Receiver receiver) {
        return (CollectorSeat) receiver.collector();
    }

    /** In the order of registration, which is the route's. */
    private List<CollectorSeat> chosen(Delivery<?> delivery, Receiver[] route, int from) {
        if (from == route.length - 1 && seat(route[from]).ownQueue().goesByAddress()) { // mostly so, and it costs less
            CollectorSeat only = seat(route[from]);
            return route[from].isActive() && only.isMeant(delivery.address()) ? List.of(only) : List.of();
        }
        List<CollectorSeat> chosen = new ArrayList<>(route.length - from);
        Map<DomainWorkQueue, Set<Candidate>> routed = null;
        for (int i = from; i < route.length; i++) {
            CollectorSeat seat = seat(route[i]);
            if (!route[i].isActive()) {
                continue;
            }
            if (seat.ownQueue().goesByAddress()) {
                if (seat.isMeant(delivery.address())) {
                    chosen.add(seat);
                }
                continue;
            }
            if (routed == null) {
                routed = new IdentityHashMap<>(2);
            }
            int first = i;
            if (routed.computeIfAbsent(seat.ownQueue(), queue -> routed(delivery, queue, route, first))
                    .contains(seat.candidate())) {
                chosen.add(seat);
            }
        }
        return chosen;
    }

    /** What a queue's own router says, by identity; nothing if it fails, which is noted. */
    private Set<Candidate> routed(Delivery<?> delivery, DomainWorkQueue queue, Receiver[] route, int first) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = first; i < route.length; i++) {
            if (route[i].isActive() && seat(route[i]).ownQueue() == queue) {
                candidates.add(seat(route[i]).candidate());
            }
        }
        Set<Candidate> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            for (Candidate candidate :
                    queue.config().router().route((NexusEvent<?>) delivery, List.copyOf(candidates))) {
                if (candidates.stream().noneMatch(offered -> offered == candidate)) {
                    throw new WorkException(
                            Reason.ROUTER, "ENX-0052 " + where(queue) + " chose a collector that it was not offered");
                }
                chosen.add(candidate);
            }
            return chosen;
        } catch (WorkException foreign) {
            failed(delivery, queue, foreign);
        } catch (Throwable thrown) { // R8: whatever it is, the domain goes on
            failed(
                    delivery,
                    queue,
                    new WorkException(Reason.ROUTER, "ENX-0052 " + where(queue) + " failed: " + thrown, thrown));
        }
        return Set.of();
    }

    private String where(DomainWorkQueue queue) {
        return "the router of the work queue '" + queue.name() + "' in the domain '" + domain.name() + "'";
    }

    private void failed(Delivery<?> delivery, DomainWorkQueue queue, WorkException error) {
        delivery.add(new Result(queue.name(), null, error));
        domain.failures().report(delivery, queue.name(), error);
        if (delivery.failsFast()) {
            domain.dispatcher().failNow(delivery);
        }
    }
}
