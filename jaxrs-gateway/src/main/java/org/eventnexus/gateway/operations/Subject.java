package org.eventnexus.gateway.operations;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A thing of which figures tell.
 *
 * @param labels what tells it from the others of its group, in the order in which they are shown
 * @param now a look at it
 */
record Subject<T>(Map<String, String> labels, Supplier<T> now) {}
