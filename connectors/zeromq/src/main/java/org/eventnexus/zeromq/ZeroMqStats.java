package org.eventnexus.zeromq;

/**
 * A look at the figures of a source or a sink, since it was made; they never fall.
 *
 * @param messages that were received and could be read, or that ZeroMQ has taken for sending
 * @param malformed messages that were passed over, as they are not what the mode wants
 * @param tooLarge peers that were cut off for a frame beyond the limit
 * @param strangers attempts to connect with a CURVE key that is not listed
 * @param refused events that were not sent, for want of room or as the sink was closed
 * @param faults failures of ZeroMQ itself on what a peer sent
 */
public record ZeroMqStats(long messages, long malformed, long tooLarge, long strangers, long refused, long faults) {}
