package org.eventnexus.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eventnexus.DomainConfig;
import org.eventnexus.WorkQueue;

/** The work queues that annotations make exist. */
final class QueueNames {
    private final Problems problems;
    private final Set<QueueName> names = new TreeSet<>();
    /** Of queues that are injected without their domain. */
    private final Set<String> anywhere = new TreeSet<>();

    QueueNames(Problems problems) {
        this.problems = problems;
    }

    /** Takes the one that a collector works for, malformed ones too, so that CDI has beans until all problems are told. */
    void add(QueueName name) {
        names.add(name);
    }

    /**
     * Takes the one that is injected, if one is.
     *
     * @return whether one is
     */
    boolean addInjected(Type type, Collection<Annotation> qualifiers, String place) {
        Optional<String> queue = isQueue(type) ? find(qualifiers, Queue.class).map(Queue::value) : Optional.empty();
        queue.ifPresent(name -> {
            QueueName.check(name, place, problems);
            find(qualifiers, EventDomain.class)
                    .map(EventDomain::value)
                    .ifPresentOrElse(domain -> addInjected(domain, name, place), () -> anywhere.add(name));
        });
        return queue.isPresent();
    }

    private void addInjected(String domain, String queue, String place) {
        DomainNames.check(domain, place, problems);
        add(new QueueName(domain, queue));
    }

    /** A {@code WorkQueue}, or an {@code Instance} or {@code Provider} of one. */
    private static boolean isQueue(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments().length == 1 && isQueue(generic.getActualTypeArguments()[0]);
        }
        return type == WorkQueue.class;
    }

    private static <A extends Annotation> Optional<A> find(Collection<Annotation> qualifiers, Class<A> type) {
        return qualifiers.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * All that there are.
     *
     * @param configured those that settings name
     */
    Set<QueueName> all(Collection<QueueName> configured) {
        Set<QueueName> all = new TreeSet<>(names);
        all.addAll(configured);
        for (String queue : anywhere) {
            if (all.stream().noneMatch(name -> name.queue().equals(queue))) {
                all.add(new QueueName(DomainConfig.DEFAULT_DOMAIN, queue));
            }
        }
        return all;
    }

    /** Whether somebody works for it or has it injected. */
    boolean isUsed(QueueName name) {
        return names.contains(name) || anywhere.contains(name.queue());
    }
}
