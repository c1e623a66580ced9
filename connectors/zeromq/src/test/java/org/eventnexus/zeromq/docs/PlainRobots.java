package org.eventnexus.zeromq.docs;

import java.util.concurrent.ThreadFactory;
import org.eventnexus.Nexus;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.zeromq.ZeroMqConfig;
import org.eventnexus.zeromq.ZeroMqConfig.Pattern;
import org.eventnexus.zeromq.ZeroMqSink;
import org.eventnexus.zeromq.ZeroMqSource;

/** What docs/how-to/zeromq.md shows of plain Java. */
final class PlainRobots {

    private PlainRobots() {}

    static ZeroMqSink publish(Nexus robots, String address, ThreadFactory threads) {
        var config = ZeroMqConfig.bind(address).pattern(Pattern.PUB_SUB).topic("{type}");
        var sink = new ZeroMqSink(config, threads);
        robots.bus()
                .subscribe(
                        "robot.**", SubscriptionOptions.defaults().named("zmq").async(), sink);
        return sink; // closed by the caller, after the domain has stopped
    }

    static void receive(Nexus robots, String address, ThreadFactory threads) {
        var config = ZeroMqConfig.connect(address).pattern(Pattern.PUB_SUB).topic("robot.");
        robots.source("zmq", new ZeroMqSource(config, threads));
    }
}
