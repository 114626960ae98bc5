package transfer.protocol;

/**
 * One conversation with one server. It connects on first use and belongs to one thread at a time.
 * What it can do is what it implements: {@link Source}, {@link Sink}, {@link ResumableSink}, {@link
 * Inspector}, {@link Digester}, {@link DirectCopy}, {@link Directories}, {@link Remover}. Its
 * methods take URLs of the server that it was opened for.
 */
public interface Endpoint extends AutoCloseable {
    /**
     * Ends the conversation; twice is harmless. Fails silently: what mattered was answered before.
     */
    @Override
    default void close() {}
}
