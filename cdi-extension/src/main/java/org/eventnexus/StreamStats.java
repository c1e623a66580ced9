package org.eventnexus;

/**
 * A look at who follows a domain; taken without stopping it, so that the figures may be off by what happens meanwhile.
 *
 * @param streams open streams, one for each subscriber
 * @param waiters stages of {@link EventStreams#next} that have not ended
 * @param dropped events that streams did not get because their subscribers lagged, for each stream that would have got
 *     them; where the log had forgotten them before a stream read them, whatever their types
 * @param fed events fed to streams; not among the published ones
 * @param kept fed events that wait for a stream
 */
public record StreamStats(int streams, int waiters, long dropped, long fed, int kept) {}
