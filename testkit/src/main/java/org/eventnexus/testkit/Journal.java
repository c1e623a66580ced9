package org.eventnexus.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.eventnexus.DeadLetter;
import org.eventnexus.Domains;
import org.eventnexus.ErrorHandler;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.testkit.Recording.Entry;

/** What has happened in a test's domains since their start. Thread-safe. */
final class Journal implements ErrorHandler {
    private static final int MOST_FAILURES = 10_000;

    private final AtomicLong count = new AtomicLong();
    private final List<Failure> failures = new ArrayList<>();
    private volatile Map<String, Recording> recordings = Map.of();

    void begin(Domains domains) {
        Map<String, Recording> each = new LinkedHashMap<>();
        for (Nexus nexus : domains.all()) {
            each.put(nexus.name(), new Recording(nexus, count::incrementAndGet));
        }
        recordings = each;
        each.values().forEach(recording -> recording.begin(this::read));
        read();
    }

    /** Takes over what has come; called often enough that the order among domains is right. */
    void read() {
        recordings.values().forEach(Recording::read);
    }

    /** How many events have been admitted by now. */
    long mark() {
        read();
        return count.get();
    }

    /** @throws IllegalArgumentException if there is no such domain */
    Recording domain(String name) {
        Recording recording = recordings.get(name);
        if (recording == null) {
            throw new IllegalArgumentException("ENX-0064 the test has no domain '" + name + "', only "
                    + recordings.keySet() + "; add the bean that names it to the test's classes, or correct the name");
        }
        return recording;
    }

    List<Recording> domains() {
        return List.copyOf(recordings.values());
    }

    /** Those of all domains that are known, in the order of admission. */
    List<Entry> entries(Predicate<Entry> which) {
        return recordings.values().stream()
                .flatMap(recording -> recording.some().stream())
                .filter(which)
                .sorted(Comparator.comparingLong(Entry::number))
                .toList();
    }

    List<DeadLetter> deadLetters(Predicate<DeadLetter> which) {
        return recordings.values().stream()
                .map(Recording::nexus)
                .flatMap(nexus -> nexus.deadLetters().list(null, Integer.MAX_VALUE).stream())
                .filter(which)
                .toList();
    }

    @Override
    public void onError(NexusEvent<?> event, String receiver, Throwable error) {
        synchronized (failures) {
            if (failures.size() < MOST_FAILURES) {
                failures.add(new Failure(event, receiver, error));
            }
        }
    }

    /** In the order in which they were told. */
    List<Failure> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }
}
