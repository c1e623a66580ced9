package org.eventnexus.observable;

/** An observer that wants to know that nothing more comes. */
interface Ending {
    void end();
}
