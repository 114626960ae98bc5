package transfer.protocol;

import java.util.List;

/** Has directories. */
public interface Directories extends Endpoint {
    /**
     * Makes a directory and those above it; one that is there already is fine.
     *
     * @throws TransferException {@link FailureKind#ALREADY_EXISTS} or {@link
     *     FailureKind#BAD_REQUEST} when a file stands there or above, and others
     */
    void makeDirectory(TransferUrl url) throws TransferException, InterruptedException;

    /**
     * What is in a directory, in no particular order, each as a URL.
     *
     * @throws TransferException {@link FailureKind#NOT_FOUND} when it is missing, {@link
     *     FailureKind#BAD_REQUEST} when it is no directory
     */
    List<TransferUrl> list(TransferUrl url) throws TransferException, InterruptedException;

    /**
     * The name of a listed URL as a file has it, as {@link ByteText}: its last part, and where the
     * protocol's URLs are escaped, what the escapes stand for. It may be anything that a server
     * lists; whoever makes a path of it must look at it first.
     */
    default String name(TransferUrl listed) {
        String path = listed.path();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
