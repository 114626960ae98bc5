package transfer.protocol.testkit;

/**
 * What can be asked of a server, as {@link MemoryStore} counts it and {@link MemoryFault}s meet it.
 */
public enum Operation {
    STAT,
    /** Opening a file for reading. */
    READ,
    /** Beginning to write a file. */
    WRITE,
    /** Ending the bytes of a file being written. */
    FINISH,
    /** Putting a written file under its final name; its URL is the final one. */
    PUBLISH,
    DIGEST,
    /** A direct copy; its URL is the destination. */
    COPY,
    MAKE_DIRECTORY,
    LIST,
    REMOVE,
    /** Of several at once; its URL is the first one. */
    REMOVE_TOGETHER
}
