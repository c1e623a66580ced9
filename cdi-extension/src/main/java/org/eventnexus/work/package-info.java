/**
 * What a work queue's collectors do with items, what is known of their work, and how many may work at once.
 *
 * <pre>
 * domain's loop ─▶ Station ─▶ Backlog (Line, Keys, Room, Deadlines) ─▶ Calls ─▶ Item.ended ─▶ domain's loop
 *                                │ └▶ Window: counts by interval ─▶ Figures, for whoever looks
 *                                ▼
 *                             Monitor ─▶ ScalingLaw ─▶ permits
 * </pre>
 *
 * <p>Which event becomes an item of which collector, and what becomes of its end, is the domain's. Nothing here has threads, a
 * clock or a timer of its own: they come from the {@link org.eventnexus.work.Surroundings}. A backlog has one lock; nobody's
 * code is called under it.
 */
package org.eventnexus.work;
