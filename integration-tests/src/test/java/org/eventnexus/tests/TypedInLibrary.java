package org.eventnexus.tests;

import java.util.concurrent.CompletionStage;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Publishes;

/** A publisher in a library, without a beans.xml. */
@EventDomain("typed")
public interface TypedInLibrary {

    @Publishes("library.asked")
    CompletionStage<String> asked(String who);

    default CompletionStage<String> askedByNobody() {
        return asked("nobody");
    }
}
