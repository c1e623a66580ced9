/**
 * Flight recordings: {@code org.eventnexus.Publish}, {@code Handle} and {@code Stream} as events of the JDK's Flight Recorder.
 *
 * <p>The engine asks {@link org.eventnexus.metrics.FlightRecorder} at each step whether somebody records it, which costs the
 * reading of a constant as long as the recorder has not been started. Only the classes behind it know the recorder, which not
 * every runtime shows to applications.
 */
package org.eventnexus.metrics;
