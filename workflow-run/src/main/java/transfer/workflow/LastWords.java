package transfer.workflow;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a job said last: the end of what it wrote. */
final class LastWords {
    private static final int MOST_BYTES = 4096;
    private static final int MOST_LINES = 5;

    private LastWords() {}

    /** Of standard error, or else of standard output; empty where it said nothing. */
    static List<String> of(Job.Command command) {
        List<String> words = of(command.errors());
        return words.isEmpty() ? of(command.output()) : words;
    }

    private static List<String> of(Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        try (RandomAccessFile data = new RandomAccessFile(file.get().toFile(), "r")) {
            long begin = Math.max(0, data.length() - MOST_BYTES);
            data.seek(begin);
            byte[] end = new byte[(int) (data.length() - begin)];
            data.readFully(end);
            List<String> lines =
                    new String(end, StandardCharsets.UTF_8)
                            .lines()
                            .map(LastWords::visible)
                            .filter(line -> !line.isBlank())
                            .toList();
            return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
        } catch (IOException _) {
            return List.of(); // then it has said nothing that can be read
        }
    }

    private static String visible(String line) {
        StringBuilder shown = new StringBuilder(line.length());
        line.chars().forEach(c -> shown.append(Character.isISOControl(c) ? ' ' : (char) c));
        return shown.toString().stripTrailing();
    }
}
