/**
 * For those who look after the server: figures as a page and among the server's own metrics, health, and what happens to
 * streams told in the domain {@code eventnexus}.
 */
package org.eventnexus.gateway.operations;
