package org.eventnexus.domain;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.PushSource;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;

/** A push source that does what a test tells it to, and remembers what was done with it. */
class RecordedSource implements PushSource {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile SourceContext context;

    @Override
    public RetryPolicy restartPolicy() {
        return RetryPolicy.of(3);
    }

    @Override
    public void start(SourceContext context) {
        this.context = context;
        calls.add("start");
    }

    List<Publication> tell(int number) {
        return context.distribute(EventDraft.of("n", number));
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
