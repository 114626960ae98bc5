package transfer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.protocol.ByteText;

/**
 * Which file system a path is on, by the table that Linux has under {@code /proc/self/mountinfo}:
 * asking for a path's file store would read that whole table each time. On other systems nothing is
 * known. Safe for use by many threads.
 */
final class MountTable {
    /** The kernel's, see proc_pid_mountinfo(5). */
    static final Path OF_PROCESS = Path.of("/proc/self/mountinfo");

    /** How many directories are remembered; lists write into few. */
    private static final int MOST_REMEMBERED = 256;

    private final Path table;
    private final Map<Path, Optional<String>> remembered = new LinkedHashMap<>();
    private List<Mount> mounts = List.of();

    private record Mount(Path point, String type) {}

    MountTable(Path table) {
        this.table = table;
    }

    /**
     * Where the file system that holds a file, or would hold it, is mounted, and of which type it
     * is: {@code /scratch (ext4)}.
     */
    synchronized Optional<String> of(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        Optional<String> known = remembered.get(directory);
        if (known != null) {
            return known;
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        Optional<String> found = find(directory);
        remembered.put(directory, found);
        return found;
    }

    /** Automatic mounts come into being when they are used, so the table is read anew for them. */
    private Optional<String> find(Path directory) {
        Path real = real(directory);
        Optional<Mount> mount = longest(real);
        if (mount.isEmpty() || mount.get().type().equals("autofs")) {
            mounts = read();
            mount = longest(real);
        }
        return mount.map(m -> m.point() + " (" + m.type() + ")");
    }

    /** What is there of it, links followed. */
    private static Path real(Path directory) {
        for (Path there = directory; there != null; there = there.getParent()) {
            try {
                return there.toRealPath();
            } catch (IOException _) {
                continue; // not made, or not to be looked at: what is above it decides
            }
        }
        return directory;
    }

    /** Of several mounts on one point the last hides the others. */
    private Optional<Mount> longest(Path real) {
        return mounts.stream()
                .filter(mount -> real.startsWith(mount.point()))
                .max(Comparator.comparingInt(mount -> mount.point().getNameCount()));
    }

    private List<Mount> read() {
        List<Mount> read = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(table, StandardCharsets.ISO_8859_1)) {
                mount(line).ifPresent(mount -> read.addFirst(mount));
            }
        } catch (IOException _) {
            return List.of(); // no Linux
        }
        return List.copyOf(read);
    }

    /** {@code 36 35 98:0 /root /point rw,noatime shared:1 - ext4 /dev/sda1 rw}. */
    private static Optional<Mount> mount(String line) {
        String[] words = line.split(" ");
        for (int i = 6; i + 1 < words.length; i++) {
            if (words[i].equals("-")) {
                String point = unescaped(words[4]);
                // a name that is no text can be compared with nothing here
                return ByteText.holdsBytes(point)
                        ? Optional.empty()
                        : Optional.of(new Mount(Path.of(point), words[i + 1]));
            }
        }
        return Optional.empty();
    }

    /** Blanks and backslashes are octal numbers in it. */
    private static String unescaped(String word) {
        StringBuilder text = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            boolean escape =
                    word.charAt(i) == '\\' && word.substring(i + 1).matches("[0-3][0-7]{2}.*");
            text.append(
                    escape
                            ? (char) Integer.parseInt(word.substring(i + 1, i + 4), 8)
                            : word.charAt(i));
            i += escape ? 3 : 0;
        }
        return ByteText.decode(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
