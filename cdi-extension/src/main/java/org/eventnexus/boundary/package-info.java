/**
 * Boundaries between domains: what they forward, what waits, what is counted.
 *
 * <pre>
 *     sending domain's loop                                    receiving domain's loop
 * handler ─▶ subscribers ─▶ QueuedBoundary ─▶ Passage.offer ─▶ queue ─▶ handler ─▶ …
 *                               │  ▲ full: queue, whenRoom                 │
 * publication ◀─────────────────┘  └──────────── replies ◀─────────────────┘
 * </pre>
 *
 * <p>A boundary belongs to the sending domain's loop: it has no thread, and needs no lock.
 */
package org.eventnexus.boundary;
