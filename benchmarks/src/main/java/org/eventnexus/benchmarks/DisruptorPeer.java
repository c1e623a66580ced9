package org.eventnexus.benchmarks;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;

/** For several publishers and blocking, as a domain is; a thread for each subscriber. */
final class DisruptorPeer implements Peer {
    private static final EventTranslatorOneArg<Slot, Ev> FILL = (slot, sequence, event) -> slot.event = event;

    private static final class Slot {
        private Ev event;
    }

    private final Disruptor<Slot> disruptor =
            new Disruptor<>(Slot::new, CAPACITY, Thread::new, ProducerType.MULTI, new BlockingWaitStrategy());
    private final RingBuffer<Slot> ring;

    DisruptorPeer(Audience audience, int publishers) {
        for (Audience.Listener listener : audience.inOrder()) {
            disruptor.handleEventsWith((slot, sequence, last) -> listener.hear(slot.event.priority()));
        }
        ring = disruptor.start();
    }

    @Override
    public void publish(long number) {
        ring.publishEvent(FILL, Ev.numbered(number));
    }

    @Override
    public void close() {
        disruptor.halt();
    }
}
