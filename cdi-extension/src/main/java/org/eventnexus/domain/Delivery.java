package org.eventnexus.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.PublicationException;
import org.eventnexus.bus.Receiver;
import org.eventnexus.domain.Mailbox.Answer;

/**
 * An event on its way, with what becomes of it: event and publication are one object, so that publishing and forgetting
 * allocates nothing else, and the log that keeps the one keeps the other.
 */
class Delivery<T> extends Envelope<T> implements Publication, Entrant {
    private static final VarHandle STATE;
    private static final VarHandle KIN;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Delivery.class, "state", Object.class);
            KIN = MethodHandles.lookup().findVarHandle(Delivery.class, "kin", Kin.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null: pending and nobody asked. {@link Asked}: pending and somebody did. A {@link Status}: ended. */
    private volatile Object state;

    // Written before the end, mostly by the domain's loop; read by others after they have seen the end.
    /** Why it was refused; null if it was not. */
    private String refusal;
    /** Null, one {@link Result}, or a list of them. */
    private Object results;

    /** Null unless the publisher asked for timings. */
    final Timing timing;
    /** Null unless there are secondary events. */
    volatile Kin kin;

    Delivery(
            Domain domain,
            Object type,
            T payload,
            int priority,
            long millis,
            Object id,
            Attributes attributes,
            Timing timing) {
        super(domain, type, payload, priority, millis, id, attributes);
        this.timing = timing;
    }

    Delivery(Domain domain, EventDraft<T> draft) {
        this(
                domain,
                draft.type(),
                draft.payload(),
                draft.priority(),
                domain.clock().currentTimeMillis(),
                draft.id(),
                Attributes.of(draft),
                draft.isTimed() ? new Timing(domain.clock()) : null);
    }

    /** An event that was admitted before, on its way once more. */
    Delivery(Envelope<T> event) {
        super(event);
        this.timing = null;
    }

    @Override
    public final NexusEvent<?> event() {
        return this;
    }

    @Override
    public final Status status() {
        return state instanceof Status status ? status : Status.PENDING;
    }

    @Override
    public final boolean isDuplicate() {
        return false;
    }

    @Override
    public CompletionStage<NexusEvent<?>> accepted() {
        if (sequence > 0) {
            return CompletableFuture.completedFuture(this);
        }
        // Its publisher still waits for room; only who published a duplicate can know it already.
        return outcome().thenApply(outcome -> {
            if (outcome.status() == Status.REFUSED) {
                throw notHandled(Status.REFUSED);
            }
            return this;
        });
    }

    @Override
    public final int places() {
        return 1;
    }

    @Override
    public final Answer offerTo(Mailbox mailbox) {
        return mailbox.offer(this);
    }

    @Override
    public final Answer offerReserved(Mailbox mailbox) {
        return mailbox.offer(this);
    }

    @Override
    public final Answer overdraw(Mailbox mailbox) {
        return mailbox.offerOverdraft(this);
    }

    @Override
    public final void waits() {}

    @Override
    public final void admitted(Entrance entrance) {
        entrance.admitted(this);
    }

    @Override
    public final void refused(Admission admission, String why) {
        admission.refuse(this, why);
    }

    /** The event has been admitted. */
    void admitted() {}

    /** Ends the publication of an event that is not admitted. */
    void refuse(String why) {
        refusal = why;
        end(Status.REFUSED);
    }

    @Override
    public final CompletionStage<Outcome> outcome() {
        return ask(new Asked.ToOutcome(this, false));
    }

    private <A extends Asked<?>> A ask(A asked) {
        for (; ; ) {
            Object seen = state;
            if (seen instanceof Status status) {
                asked.ended(this, status);
                return asked;
            }
            asked.before = (Asked<?>) seen;
            if (STATE.compareAndSet(this, seen, asked)) {
                return asked;
            }
        }
    }

    /** One for all who wait, however often they come. */
    private Asked.ToOutcome sharedOutcome() {
        Object seen = state;
        for (Asked<?> each = seen instanceof Asked<?> last ? last : null; each != null; each = each.before) {
            if (each instanceof Asked.ToOutcome outcome && outcome.shared) {
                return outcome;
            }
        }
        return ask(new Asked.ToOutcome(this, true));
    }

    @Override
    public final Optional<Outcome> poll() {
        return state instanceof Status status ? Optional.of(outcome(status)) : Optional.empty();
    }

    @Override
    public final Outcome await(Duration timeout) throws InterruptedException, TimeoutException {
        try {
            return sharedOutcome().get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public final CompletionStage<List<Result>> results() {
        return ask(new Asked.ToResults(this));
    }

    @Override
    public final <R> CompletionStage<R> result(Class<R> wanted) {
        return ask(new Asked.ToResult<>(this, Objects.requireNonNull(wanted, "type")));
    }

    PublicationException notHandled(Status status) {
        String why = switch (status) {
            case REFUSED -> refusal;
            case DROPPED -> domain.admission().whenFull();
            default -> "it has stopped";
        };
        return new PublicationException(
                status,
                "ENX-0002 the event " + type() + " was " + status.name().toLowerCase(Locale.ROOT) + " by the domain '"
                        + domain.name() + "': " + why);
    }

    final Outcome outcome(Status status) {
        return new Outcome(
                status,
                status == Status.ABANDONED ? List.of() : List.copyOf(resultList()), // its receiver may not be done
                timing == null ? Duration.ZERO : timing.total(),
                timing == null ? Duration.ZERO : timing.service());
    }

    @SuppressWarnings("unchecked")
    final List<Result> resultList() {
        Object seen = results;
        if (seen == null) {
            return List.of();
        }
        return seen instanceof Result one ? List.of(one) : (List<Result>) seen;
    }

    /** Null if there is none. */
    final Result firstResult() {
        Object seen = results;
        return seen == null || seen instanceof Result
                ? (Result) seen
                : resultList().get(0);
    }

    // What a redelivery does otherwise. As long as there are none, the JIT finds these to be the only ones, and free.

    /** On the loop: the receivers that it is for. */
    Receiver[] route(Routes routes) {
        return routes.of(this);
    }

    /** Whether its end is one of an admitted event. */
    boolean isCounted() {
        return true;
    }

    /** On the loop: its receivers are done. */
    void received() {}

    /** The domains that it has passed by boundaries; null if it came here by itself or was emitted here. */
    Hops hops() {
        return null;
    }

    /** While nobody else can; others see what it is no later than what is done after this. */
    final void setKin(Kin first) {
        KIN.setRelease(this, first);
    }

    /** The event that has emitted it; null for none. */
    final Delivery<?> parent() {
        Kin seen = kin;
        return seen == null ? null : seen.parent;
    }

    /** On the loop, when it has ended: tells the event that it was emitted for. */
    void reportTo(Delivery<?> parent, Result failure) {
        if (failure != null) {
            parent.add(failure);
        }
    }

    /** Whether it is a given event or one that this has emitted, directly or not. */
    final boolean comesFrom(Delivery<?> other) {
        Delivery<?> ancestor = this;
        while (ancestor != null && ancestor != other) {
            ancestor = ancestor.parent();
        }
        return ancestor != null;
    }

    /** On the loop: notes a receiver's result. */
    @SuppressWarnings("unchecked")
    final void add(Result result) {
        if (results == null) {
            results = result;
        } else if (results instanceof Result first) {
            var list = new ArrayList<Result>(4);
            list.add(first);
            list.add(result);
            results = list;
        } else {
            ((List<Result>) results).add(result);
        }
    }

    /** On the loop: the first failure so far, or null. */
    final Result failure() {
        if (results == null) {
            return null;
        }
        if (results instanceof Result one) {
            return one.ok() ? null : one;
        }
        for (Result result : resultList()) {
            if (!result.ok()) {
                return result;
            }
        }
        return null;
    }

    /** Ends the publication, if it has not ended; whether it was this call that did. */
    final boolean end(Status status) {
        if (timing != null) {
            timing.ended();
        }
        for (Object seen = null; ; seen = state) {
            if (seen instanceof Status) {
                return false;
            }
            if (STATE.compareAndSet(this, seen, status)) {
                Asked.endAll((Asked<?>) seen, this, status);
                return true;
            }
        }
    }
}
