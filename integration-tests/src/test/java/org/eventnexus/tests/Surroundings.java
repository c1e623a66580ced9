package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.security.Principal;

/** Sees what is around the calling thread: whose identity, transaction, request and class loader. */
@ApplicationScoped
class Surroundings {
    @Inject
    SecurityContext security;

    @Inject
    BeanManager manager;

    /** Not the bean itself, which would give each receiver that looks around a request. */
    @Inject
    Instance<Visitor> visitor;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** One line. */
    String look() {
        return of(caller(), transaction(), request(), loader());
    }

    static String of(String caller, String transaction, String request, String loader) {
        return "caller " + caller + ", transaction " + transaction + ", request " + request + ", loader " + loader;
    }

    /** Some servers have a principal for nobody. */
    private String caller() {
        Principal caller = security.getCallerPrincipal();
        return caller == null || caller.getName().equalsIgnoreCase("anonymous") ? "none" : caller.getName();
    }

    private String transaction() {
        return transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION ? "none" : "active";
    }

    private String request() {
        try {
            return manager.getContext(RequestScoped.class).isActive()
                    ? visitor.get().name()
                    : "none";
        } catch (ContextNotActiveException none) {
            return "none";
        }
    }

    private static String loader() {
        return Thread.currentThread().getContextClassLoader() == Surroundings.class.getClassLoader() ? "own" : "other";
    }

    /** Who makes a request. */
    @RequestScoped
    static class Visitor {
        private String name = "nobody";

        String name() {
            return name;
        }

        void is(String name) {
            this.name = name;
        }
    }
}
