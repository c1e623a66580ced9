package org.eventnexus.domain;

import java.util.concurrent.Callable;

/**
 * Around the application's code where a domain calls it on a thread that is no caller's of its: workers and receivers beside
 * the loop, whoever has registered them; an event's middlewares when its time has come, when it has waited for a place or for a
 * decision, or when a boundary or a source brings it. What such code leaves on the thread must not be seen by what is called
 * there next (R9). If the executor rejects, that thread is somebody's after all, and what was there before is to stay.
 * Thread-safe.
 */
public interface CallGuard {
    /** Nothing is done. */
    CallGuard NONE = Callable::call;

    /**
     * Calls it on the calling thread, which afterwards is as it was.
     *
     * @return what it returns
     * @throws Exception what it throws, or that it has left something behind that makes a failure of the call
     */
    <T> T call(Callable<T> code) throws Exception;
}
