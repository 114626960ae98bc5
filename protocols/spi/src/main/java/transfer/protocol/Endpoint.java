package transfer.protocol;

/**
 * One conversation with one server. It connects on first use and belongs to one thread at a time.
 * What it can do is what it implements: {@link Source}, {@link Sink}, {@link ResumableSink}, {@link
 * Inspector}, {@link Digester}, {@link DirectCopy}, {@link Directories}, {@link Remover}, {@link
 * BatchRemover}. Its methods take URLs of the server that it was opened for.
 */
public interface Endpoint extends AutoCloseable {
    /**
     * The name that a URL's file or directory has, as {@link ByteText}: its last part, and where
     * the protocol's URLs are escaped, what the escapes stand for. It may be anything that a server
     * lists, and empty; whoever makes a path of it must look at it first. Asks nobody.
     */
    default String name(TransferUrl url) {
        String path = url.path();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    /**
     * The URL of what has this name in a directory, the counterpart of {@link #name}: two names
     * never have one URL. A protocol whose URLs are escaped escapes the name. Asks nobody.
     *
     * @param directory with or without a slash at its end
     * @param name as {@link ByteText}, without a slash
     */
    default TransferUrl child(TransferUrl directory, String name) {
        String path = directory.path();
        return directory.withPath(path.endsWith("/") ? path + name : path + "/" + name);
    }

    /**
     * Ends the conversation; twice is harmless. Fails silently: what mattered was answered before.
     */
    @Override
    default void close() {}
}
