package org.eventnexus.gateway.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eventnexus.Domains;
import org.eventnexus.cdi.ApplicationThreads;

/** Puts together what looks at domains and streams; the parts themselves know nothing of CDI. */
@ApplicationScoped
class OperationsBeans {

    @Produces
    @Singleton
    StreamCounts streams(Domains domains, ApplicationThreads threads) {
        return new StreamCounts(new StreamRecordings(
                new StreamHappenings(domains, task -> threads.executor().execute(task))));
    }

    @Produces
    @Singleton
    RequestCounts requests() {
        return new RequestCounts();
    }

    @Produces
    @Singleton
    Figures figures(Domains domains, StreamCounts streams, RequestCounts requests) {
        return new Figures(domains, streams, requests);
    }
}
