package org.eventnexus.cdi;

/**
 * Which work queue.
 *
 * @param domain its domain's name
 * @param queue its own, unlike those of the domain's others
 */
record QueueName(String domain, String queue) implements Comparable<QueueName> {

    /** Reports a queue's name of a wrong form. */
    static void check(String queue, String place, Problems problems) {
        if (!DomainNames.isWellFormed(queue)) {
            problems.add(
                    "ENX-0175",
                    place,
                    "'" + queue + "' is no name of a work queue, which has 1 to 64 letters, digits, '_' or '-'",
                    "choose another name");
        }
    }

    boolean isWellFormed() {
        return DomainNames.isWellFormed(domain) && DomainNames.isWellFormed(queue);
    }

    @Override
    public int compareTo(QueueName other) {
        int byDomain = domain.compareTo(other.domain);
        return byDomain != 0 ? byDomain : queue.compareTo(other.queue);
    }

    /** As messages show it. */
    @Override
    public String toString() {
        return "the work queue '" + queue + "' of the domain '" + domain + "'";
    }
}
