package transfer.protocol;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known of a file before its first byte is written.
 *
 * @param size in bytes; empty when only its end will tell
 * @param mode POSIX permission bits for the new file, where the protocol has them
 * @param durable whether the bytes are to be forced to the server's disk before the writing is
 *     finished, where the protocol and the server can
 */
public record WriteRequest(OptionalLong size, OptionalInt mode, boolean durable) {
    /** As the server does it by itself. */
    public WriteRequest(OptionalLong size, OptionalInt mode) {
        this(size, mode, false);
    }
}
