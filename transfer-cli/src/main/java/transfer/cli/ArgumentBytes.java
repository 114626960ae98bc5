package transfer.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import transfer.protocol.ByteText;

/**
 * The arguments of the process with every byte of file names. Java has already put U+FFFD in place
 * of what is no UTF-8; the kernel still has the bytes.
 */
final class ArgumentBytes {
    private static final char LOST = '\uFFFD';
    private static final Path KERNEL = Path.of("/proc/self/cmdline");

    private ArgumentBytes() {}

    /** The same arguments, read anew where bytes were lost and the system tells them. */
    static String[] of(String[] arguments) {
        return of(arguments, KERNEL);
    }

    static String[] of(String[] arguments, Path kernel) {
        boolean lost = String.join("", arguments).indexOf(LOST) >= 0;
        if (!lost || !Files.isReadable(kernel)) {
            return arguments;
        }
        try {
            List<String> all = split(Files.readAllBytes(kernel));
            int first = all.size() - arguments.length;
            return first < 0 ? arguments : all.subList(first, all.size()).toArray(String[]::new);
        } catch (IOException _) {
            return arguments; // a name that is not found says so later
        }
    }

    /** Each ends in a NUL. */
    private static List<String> split(byte[] bytes) {
        List<String> found = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                found.add(ByteText.decode(ByteBuffer.wrap(bytes, start, i - start)));
                start = i + 1;
            }
        }
        return found;
    }
}
