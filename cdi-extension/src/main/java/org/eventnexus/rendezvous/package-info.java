/**
 * Handing values over from one caller to another, with neither held nor anything kept between them.
 *
 * <pre>
 * put ─▶ offers ─┐ the oldest of each meet, under one lock
 * get ─▶ wishes ─┘──▶ Party (the caller's stage) completes, outside it
 * </pre>
 */
package org.eventnexus.rendezvous;
