package org.eventnexus.domain;

import org.eventnexus.domain.Mailbox.Answer;

/** What is admitted to a mailbox as a whole or not at all: an event, or a {@link Batch} of them. */
interface Entrant {

    /** How many it takes. */
    int places();

    Answer offerTo(Mailbox mailbox);

    /** Of places that are kept for it as well. */
    Answer offerReserved(Mailbox mailbox);

    /** On a loop, however full the mailbox is, within a bound. */
    Answer overdraw(Mailbox mailbox);

    /** It will wait by itself, and be known to others meanwhile. */
    void waits();

    /** It is in the mailbox. */
    void admitted(Entrance entrance);

    /** It is not, and will not be. */
    void refused(Admission admission, String why);
}
