/**
 * Sources of a domain's events: how they are asked, started, restarted and closed. No thread is made here, and none is held
 * but by a source that blocks.
 *
 * <pre>
 * DomainSources ─▶ Registration ─▶ PullLoop ─▶ source.obtain() ─▶ Inlet.publish ─▶ room? ─▶ obtain() …
 *  (one a domain)        └───────▶ PushSlot ─▶ PushHub (one a source, for all its domains) ─▶ source.start(context)
 *                                      ◀ ─ ─ weakly ─ ─┘
 * </pre>
 */
package org.eventnexus.source;
