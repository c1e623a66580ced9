package org.eventnexus.cdi;

import java.util.Optional;
import java.util.Set;

/**
 * Connects domains with something outside the application, as settings ask for it: {@code eventnexus.SECTION.NAME.KEY}, where
 * the section is the connector's, and the name that of one connection.
 *
 * <p>It is found by {@link java.util.ServiceLoader}: a jar beside the extension, or in a WAR that has receivers or settings of
 * the extension, names its class in {@code META-INF/services/org.eventnexus.cdi.Connector}. An instance may be made for each
 * CDI container of the application; a connection that several of them read is opened once. So an implementation keeps
 * nothing, and needs a public constructor without parameters.
 *
 * <p>At deployment, {@link #read} is called for each connection on the thread that deploys. What it finds wrong is told
 * together with the other problems of the deployment, and keeps the application from being deployed.
 */
public interface Connector {

    /** What its settings have in common: {@code zeromq} for {@code eventnexus.zeromq.NAME.KEY}; never null. */
    String section();

    /**
     * The keys that its settings may have; they may have dots in them. {@code domain} is not among them: each connection has
     * it, and the extension reads it. A setting with another key is told of as unknown.
     */
    Set<String> keys();

    /**
     * Reads what is set for one connection. It looks at everything before it returns, so that all that is wrong is told at
     * once, and opens nothing.
     *
     * @return empty if something is wrong, and has been told to the settings
     */
    Optional<Connection> read(ConnectionSettings settings);
}
