/**
 * What is known of the work of a queue, and how many may work at once.
 *
 * <pre>
 * items ─▶ Window: counts by interval ─▶ Interval ─▶ ScalingLaw ─▶ permits
 *               └▶ Figures, for whoever looks
 * </pre>
 *
 * <p>Nothing here has threads, a clock or a timer: the time comes with each call, from whoever has it already.
 */
package org.eventnexus.work;
