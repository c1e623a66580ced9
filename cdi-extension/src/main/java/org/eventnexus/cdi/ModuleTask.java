package org.eventnexus.cdi;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** A call in the context of a module, and its outcome. Used by one thread. */
final class ModuleTask<T> implements Runnable {
    private final Callable<T> call;
    private T result;
    private Throwable thrown;

    private ModuleTask(Callable<T> call) {
        this.call = call;
    }

    /** @param module runs on the calling thread */
    static <T> T call(Executor module, Callable<T> call) throws Exception {
        var task = new ModuleTask<>(call);
        module.execute(task);
        return task.result();
    }

    @Override
    public void run() {
        try {
            result = call.call();
        } catch (Throwable any) {
            thrown = any; // a proxy may wrap what is thrown through it
        }
    }

    private T result() throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (Exception) thrown;
        }
        return result;
    }
}
