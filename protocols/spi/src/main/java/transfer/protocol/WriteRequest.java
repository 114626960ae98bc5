package transfer.protocol;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known of a file before its first byte is written.
 *
 * @param size in bytes; empty when only its end will tell
 * @param mode POSIX permission bits for the new file, where the protocol has them
 */
public record WriteRequest(OptionalLong size, OptionalInt mode) {}
