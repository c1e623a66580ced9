package org.eventnexus.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import java.util.List;
import java.util.stream.IntStream;
import org.eventnexus.Domains;

/**
 * Makes interfaces whose methods publish injectable. The beans are dependent, as client proxies for interfaces that are not
 * public would have to lie in their package.
 */
record PublisherBeans(AfterBeanDiscovery event) {

    void add(List<PublisherInterface> publishers) {
        IntStream.range(0, publishers.size()).forEach(i -> add(publishers.get(i), i));
    }

    /** @param number as two modules may have classes of the same name */
    private void add(PublisherInterface publisher, int number) {
        event.addBean()
                .beanClass(NexusExtension.class)
                .types(publisher.types())
                .addType(Object.class)
                .qualifiers(Default.Literal.INSTANCE, EventDomain.Literal.of(publisher.domain()))
                .scope(Dependent.class)
                .id("eventnexus:publisher:" + number + ':' + publisher.face().getName())
                .produceWith(instance -> TypedPublisher.of(
                        publisher, instance.select(Domains.class).get()));
    }
}
