package transfer.protocol.httpclient;

import java.util.List;
import java.util.Optional;

/** What came back over one connection, whoever keeps that. Belongs to one thread at a time. */
sealed interface Received permits LibraryAnswer, PlainAnswer {
    int status();

    /** The name that the server gives the status; may be empty. */
    String reason();

    /** The last header of this name. */
    Optional<String> header(String name);

    /** All headers of this name, in order. */
    List<String> headers(String name);

    /** What was asked. */
    WireUrl url();

    Content content();

    /** Gives up what was not read; the connection is used again if that is cheap. */
    void close();
}
