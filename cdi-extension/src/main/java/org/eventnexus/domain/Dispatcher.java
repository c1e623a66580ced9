package org.eventnexus.domain;

import java.util.concurrent.CompletionStage;
import org.eventnexus.Filter;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;
import org.eventnexus.metrics.FlightRecorder;

/**
 * Brings an event to its receivers, one after the other, and ends its publication. Owned by the loop, but for the
 * figures.
 */
final class Dispatcher {
    private final Domain domain;
    private final TypeCounts types;
    private final Routes routes;
    private final Failures failures;
    /** The event that a filter has just consumed, or null. */
    private Delivery<?> consumed;

    /** Written by the loop, for each drain anew. */
    private volatile Call call = new Call();

    Dispatcher(Domain domain, SelectorIndex index, TypeCounts types, Failures failures) {
        this.domain = domain;
        this.types = types;
        this.routes = new Routes(index, types);
        this.failures = failures;
    }

    /** On the loop: who would get an event now. */
    Receiver[] route(Delivery<?> delivery) {
        return delivery.route(routes);
    }

    /** Which receiver is being called. */
    Call call() {
        return call;
    }

    /** The event whose receiver is being called; null between calls. Other threads see then what the loop did before. */
    Delivery<?> current() {
        return call.event();
    }

    /** A drain begins. */
    void begin() {
        call = new Call();
    }

    void dispatch(Delivery<?> delivery) {
        Receiver[] route = delivery.route(routes);
        if (delivery.isCounted()) {
            routes.countOf(delivery).taken();
        }
        if (route.length == 0) {
            unhandled(delivery);
        } else if (route[0].isFilter()) {
            filterFrom(delivery, route, 0);
        } else {
            callFrom(delivery, route, 0);
        }
    }

    /** What a dispatch waited for has come: a stage's end, or the time of a receiver's next attempt. */
    void resume(Suspension suspension, Object value, Throwable error) {
        boolean isOver = suspension instanceof RetryWait wait ? retry(wait) : stageEnded(suspension, value, error);
        if (isOver && suspension.route[suspension.at].isFilter()) {
            filtered(suspension.delivery, suspension.route, suspension.at);
        } else if (isOver) {
            callFrom(suspension.delivery, suspension.route, suspension.at + 1);
        }
    }

    /** A filter has been called: what comes next. */
    private void filtered(Delivery<?> delivery, Receiver[] route, int at) {
        if (delivery == consumed || delivery.failure() != null) {
            consumed = null;
            received(delivery);
        } else {
            filterFrom(delivery, route, at + 1);
        }
    }

    /** Calls the next filter, if there is one, else those who come after the filters. */
    private void filterFrom(Delivery<?> delivery, Receiver[] route, int from) {
        if (from == route.length) {
            unhandled(delivery);
        } else if (!route[from].isFilter()) {
            callFrom(delivery, route, from);
        } else if (!mayCall(delivery, route[from]) || call(delivery, route, from, 1)) {
            filtered(delivery, route, from);
        }
    }

    private static boolean mayCall(Delivery<?> delivery, Receiver receiver) {
        // An event that has ended was abandoned by a stop that its receiver has kept waiting for too long.
        return receiver.isActive() && !delivery.isDone() && (receiver.isLasting() || takes(delivery, receiver));
    }

    /** An event that this receiver was given before is not counted again. */
    private static boolean takes(Delivery<?> delivery, Receiver receiver) {
        return delivery instanceof Redelivery<?> again && again.letter.receiver == receiver || receiver.takes();
    }

    private boolean stageEnded(Suspension stage, Object value, Throwable error) {
        returned(stage.delivery, stage.context);
        if (error != null) {
            return failures.isFinal(stage.delivery, stage.route, stage.at, stage.attempt, error);
        }
        succeeded(stage.delivery, stage.route[stage.at], value);
        return true;
    }

    private boolean retry(RetryWait wait) {
        Receiver receiver = wait.route[wait.at];
        if (!receiver.isCancelled() && !receiver.isOrphaned()) {
            failures.retrying();
            begin(); // within one of these, a receiver is called for an event once
            return call(wait.delivery, wait.route, wait.at, wait.attempt + 1);
        }
        failures.conclude(wait.delivery, receiver, wait.attempt, wait.failure);
        return true;
    }

    private void callFrom(Delivery<?> delivery, Receiver[] route, int from) {
        for (int i = from; i < route.length; i++) {
            if (route[i].isCollector()) {
                give(delivery, route, i);
                return;
            }
            if (mayCall(delivery, route[i]) && !call(delivery, route, i, 1)) {
                return;
            }
        }
        received(delivery);
    }

    /** All that are called have been: the rest are collectors, which are given the event together. */
    private void give(Delivery<?> delivery, Receiver[] route, int from) {
        boolean taken = delivery.isDone() || domain.work().take(delivery, route, from);
        if (taken || from > 0 && !route[from - 1].isFilter()) {
            received(delivery);
        } else {
            unhandled(delivery);
        }
    }

    /** Calls a receiver; false if the dispatch goes on later: when its stage has ended, or with its next attempt. */
    private boolean call(Delivery<?> delivery, Receiver[] route, int at, int attempt) {
        Receiver receiver = route[at];
        ReceiverContext context = receiver.wantsContext() ? new ReceiverContext(domain, delivery) : null;
        if (delivery.timing != null) {
            delivery.timing.enter();
        }
        Object recorded = FlightRecorder.handling();
        call.enter(delivery, route, at);
        try {
            Object value = delivery.isTraced()
                    ? domain.traces().receive(receiver, delivery, context)
                    : receiver.receive(delivery, context);
            if (value instanceof CompletionStage<?> stage) {
                return isOver(stage, delivery, route, at, attempt, context);
            }
            returned(delivery, context);
            succeeded(delivery, receiver, value);
        } catch (Throwable thrown) { // R8: whatever it is, the others and the domain go on
            returned(delivery, context);
            return failures.isFinal(delivery, route, at, attempt, thrown);
        } finally {
            call.leave();
            if (recorded != null) {
                FlightRecorder.handled(recorded, delivery, receiver.name());
            }
        }
        return true;
    }

    private boolean isOver(
            CompletionStage<?> stage,
            Delivery<?> delivery,
            Receiver[] route,
            int at,
            int attempt,
            ReceiverContext context) {
        if (stage instanceof LoopFuture<?> own && own.waitsFor(delivery)) {
            throw own.waitsForItself();
        }
        if (Suspension.isOver(stage)) {
            returned(delivery, context);
            succeeded(delivery, route[at], stage.toCompletableFuture().join());
            return true;
        }
        var suspension = new Suspension(domain.loop(), delivery, route, at, attempt, context);
        stage.whenComplete(suspension);
        domain.loop().drain().suspended(suspension);
        return false;
    }

    private static void returned(Delivery<?> delivery, ReceiverContext context) {
        if (context != null) {
            context.close();
        }
        if (delivery.timing != null) {
            delivery.timing.leave();
        }
    }

    private void succeeded(Delivery<?> delivery, Receiver receiver, Object value) {
        if (value == null && !receiver.isHandler()) {
            return;
        }
        if (receiver.isBoundary()) {
            receiver.outlet().forward(delivery, value);
        } else if (!receiver.isFilter()) {
            delivery.add(new Result(receiver.name(), value, null));
        } else if (value == Filter.Verdict.CONSUMED) {
            consumed = delivery;
        }
    }

    private void unhandled(Delivery<?> delivery) {
        if (!delivery.isDone()) {
            failures.unhandled(delivery);
        }
        if (delivery.kin != null) {
            delivery.kin.unhandled = true;
        }
        emittedOr(delivery, Status.UNHANDLED);
    }

    /** Whether a redelivery may be dispatched; if not, it has ended. */
    boolean mayDispatch(Redelivery<?> redelivery) {
        LetterBox.Refusal refusal =
                redelivery.isDone() ? null : domain.letters().refusal(redelivery);
        if (refusal != null) {
            if (refusal.error() != null) {
                redelivery.add(new Result(redelivery.letter.receiver.name(), null, refusal.error()));
            }
            settle(redelivery, refusal.status());
        }
        return !redelivery.isDone();
    }

    /** All receivers are done. */
    private void received(Delivery<?> delivery) {
        emittedOr(delivery, null);
    }

    /** What was emitted comes next; if there is nothing to wait for, this is the end, with a status or with what the results say. */
    private void emittedOr(Delivery<?> delivery, Status status) {
        delivery.received();
        Kin kin = delivery.kin;
        if (kin == null) {
            settle(delivery, status);
            return;
        }
        domain.loop().drain().addSecondaries(kin.take());
        kin.received = true;
        if (kin.pending == 0) {
            settle(delivery, status);
        }
    }

    /** A part of an event has ended, which may be the last that its end waited for. */
    void partEnded(Delivery<?> delivery) {
        endPart(delivery, null);
    }

    void partAbandoned(Delivery<?> delivery) {
        endPart(delivery, Status.ABANDONED);
    }

    private void endPart(Delivery<?> delivery, Status status) {
        if (--delivery.kin.pending == 0 && delivery.kin.received) {
            settle(delivery, status);
        }
    }

    /** Ends a publication as a stop does: without its receivers. */
    void abandon(Delivery<?> delivery) {
        Kin kin = delivery.kin;
        if (kin != null) {
            kin.take().forEach(child -> end(child, Status.ABANDONED));
        }
        settle(delivery, Status.ABANDONED);
    }

    /**
     * Ends a publication, and those of the events it comes from that have waited for it alone; a loop, as chains may be
     * long.
     *
     * @param status null for what the results say
     */
    private void settle(Delivery<?> delivery, Status status) {
        Delivery<?> ending = delivery;
        Status as = status;
        for (; ; ) {
            Result failure = ending.failure();
            end(ending, as != null ? as : handled(ending, failure));
            Delivery<?> parent = ending.parent();
            if (parent == null) {
                return;
            }
            if (!parent.isDone()) { // else others read its results already
                ending.reportTo(parent, failure);
            }
            if (--parent.kin.pending > 0) {
                return;
            }
            as = as == Status.ABANDONED ? as : null;
            ending = parent;
        }
    }

    /** A secondary event that failed fails the event that it comes from, even if nobody took that one. */
    private static Status handled(Delivery<?> delivery, Result failure) {
        boolean failed = failure != null && !(failure.error() instanceof UnhandledEventException);
        if (!failed && delivery.kin != null && delivery.kin.unhandled) {
            return Status.UNHANDLED;
        }
        return failure == null ? Status.COMPLETED : Status.FAILED;
    }

    /** Ends a publication on its first error, before its receivers are done; its event is settled later all the same. */
    void failNow(Delivery<?> delivery) {
        if (!delivery.isDone()) {
            end(delivery, Status.FAILED);
        }
    }

    private void end(Delivery<?> delivery, Status status) {
        count(delivery, status, 1); // first, so that who is told of the end finds it in the figures
        if (!delivery.end(status)) {
            count(delivery, status, -1); // a stop was here before
        }
    }

    private void count(Delivery<?> delivery, Status status, int by) {
        if (!delivery.isCounted()) {
            return;
        }
        if (status == Status.ABANDONED) {
            types.abandoned(delivery.type, by);
        } else {
            routes.countOf(delivery).add(status, by);
        }
    }

    /** Any thread: ends an event that waits, what it has emitted so far and what waits for it. */
    void abandonFromOutside(Delivery<?> delivery) {
        Kin kin = delivery.kin;
        if (kin != null) {
            kin.emitted().forEach(child -> end(child, Status.ABANDONED));
        }
        for (Delivery<?> each = delivery; each != null; each = each.parent()) {
            end(each, Status.ABANDONED);
        }
    }
}
