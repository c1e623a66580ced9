package org.eventnexus.work;

import java.time.Duration;

/**
 * What a {@link Window} has seen. Immutable. A mean of nothing is zero.
 *
 * @param over the time that the figures are of; at least a monitor interval
 * @param arrivalRate items that came, a second
 * @param departureRate items whose work ended, a second
 * @param meanService how long those that ended were worked on
 * @param meanWait how long those whose work began had waited for it
 * @param meanBusy permits in use, on average
 * @param meanLoad the part of the permits that was in use, on average: 0 to 1
 */
public record Figures(
        Duration over,
        double arrivalRate,
        double departureRate,
        Duration meanService,
        Duration meanWait,
        double meanBusy,
        double meanLoad) {}
