package org.eventnexus.benchmarks;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.domain.DomainEngine;

/** A domain with many subscriptions of which those of the audience match: by names, patterns and payload classes. */
final class CrowdedPeer implements Peer {
    private static final Class<?>[] ELEMENTS = {
        boolean.class, byte.class, char.class, short.class, int.class, long.class, float.class, double.class,
        Boolean.class, Byte.class, Character.class, Short.class, Integer.class, Long.class, Float.class, Double.class
    };

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final DomainEngine engine = DomainEngine.builder()
            .executor(executor)
            .scheduler((task, delay) -> {
                var future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            })
            .build();
    private final EventBus bus;

    private CrowdedPeer(Audience audience, int subscriptions) {
        Nexus domain = engine.create(DomainConfig.of("benchmark")
                .withCapacity(CAPACITY)
                .withRetention(0)
                .withAwaitTimeout(Duration.ofMinutes(1)));
        bus = domain.bus();
        int others = subscriptions;
        for (Audience.Listener listener : audience.inOrder()) {
            bus.subscribe(Ev.TYPE, event -> listener.hear(event.priority()));
            others--;
        }
        for (int i = 0; i < others; i++) {
            bus.subscribe(other(i), event -> {
                throw new IllegalStateException("this is none of mine: " + event);
            });
        }
        domain.start();
    }

    static CrowdedPeer ofTen(Audience audience, int publishers) {
        return new CrowdedPeer(audience, 10);
    }

    static CrowdedPeer ofTenThousand(Audience audience, int publishers) {
        return new CrowdedPeer(audience, 10_000);
    }

    private static EventSelector other(int number) {
        return switch (number % 4) {
            case 0 -> EventSelector.type("other" + number);
            case 1 -> EventSelector.parse("other" + number + ".*");
            case 2 -> EventSelector.parse("other" + number + ".**");
            default -> EventSelector.payload(arrayClass(number / 4));
        };
    }

    /** A class of its own for each number below some thousands. */
    private static Class<?> arrayClass(int number) {
        Class<?> type = ELEMENTS[number % ELEMENTS.length];
        for (int dimensions = 1 + number / ELEMENTS.length; dimensions > 0; dimensions--) {
            type = type.arrayType();
        }
        return type;
    }

    @Override
    public void publish(long number) {
        bus.publish(Ev.TYPE, Ev.TYPE);
    }

    @Override
    public void close() {
        engine.close();
        timers.shutdownNow();
        executor.shutdownNow();
    }
}
