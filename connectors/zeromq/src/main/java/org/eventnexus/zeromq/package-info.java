/**
 * Events to and from programs in other languages over ZeroMQ.
 *
 * <p>A {@link org.eventnexus.zeromq.ZeroMqSource} brings what it receives into a domain, a
 * {@link org.eventnexus.zeromq.ZeroMqSink} sends a domain's events. Both are described by a
 * {@link org.eventnexus.zeromq.ZeroMqConfig}; settings ask for them through {@link org.eventnexus.zeromq.ZeroMqConnector}.
 *
 * <p>An event is one frame, a JSON object in UTF-8: {@code {"id":…,"type":…,"priority":…,"payload":…}}, where {@code id} and
 * {@code type} are JSON integers if they are numbers, and strings otherwise. ZeroMQ acknowledges nothing: what was sent and not
 * yet received is lost when one of both programs ends.
 *
 * <p>Each socket belongs to one thread, which sleeps until ZeroMQ or somebody of the application wakes it. That thread and
 * those of ZeroMQ itself come from the thread factory that the source or sink is given: in a server the container's.
 */
package org.eventnexus.zeromq;
