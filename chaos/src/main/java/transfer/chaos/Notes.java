package transfer.chaos;

import java.util.function.Consumer;

/** What is said about the faults of one connection or request. */
record Notes(long connection, long request, String asked, Consumer<Incident> listener) {
    static final long NOWHERE = -1;

    void struck(Fault fault) {
        struck(fault, NOWHERE);
    }

    void struck(Fault fault, long position) {
        listener.accept(new Incident(connection, request, asked, fault.word(), position));
    }
}
