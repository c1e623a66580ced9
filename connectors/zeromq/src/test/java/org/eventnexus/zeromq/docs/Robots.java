package org.eventnexus.zeromq.docs;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.concurrent.CompletionStage;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.SubscribesAsync;
import org.eventnexus.zeromq.Curve;
import org.eventnexus.zeromq.ZeroMqConfig;
import org.eventnexus.zeromq.ZeroMqSink;
import org.eventnexus.zeromq.ZeroMqSource;

/** What docs/how-to/zeromq.md shows of beans. */
public class Robots {

    @ApplicationScoped
    public static class FromRobots {
        @Resource
        ManagedThreadFactory threads;

        @Produces
        @EventDomain("robots")
        ZeroMqSource robots() {
            return new ZeroMqSource(ZeroMqConfig.bind("tcp://127.0.0.1:5555"), threads);
        }
    }

    @ApplicationScoped
    public static class ToRobots {
        @Resource
        ManagedThreadFactory threads;

        private ZeroMqSink sink;

        @PostConstruct
        void open() {
            sink = new ZeroMqSink(ZeroMqConfig.connect("tcp://127.0.0.1:5556"), threads);
        }

        CompletionStage<Void> send(@SubscribesAsync("robot.**") @EventDomain("robots") NexusEvent<?> event) {
            return sink.send(event);
        }

        @PreDestroy
        void close() {
            sink.close();
        }
    }

    static ZeroMqConfig encrypted(String secretKey, String robotsKey) {
        return ZeroMqConfig.bind("tcp://*:5555").curve(Curve.server(secretKey, robotsKey));
    }
}
