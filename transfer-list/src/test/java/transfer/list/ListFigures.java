package transfer.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import transfer.engine.WorkItem;

/**
 * Prints how long lists of the size that workflows bring take to read, and what they hold in
 * memory: {@code java … transfer.list.ListFigures 100000 1000000}. No test; figures depend on the
 * machine.
 */
final class ListFigures {
    private ListFigures() {}

    public static void main(String[] arguments) throws IOException {
        for (String argument : arguments) {
            int count = Integer.parseInt(argument);
            Path file = Files.createTempFile("list", ".in");
            try {
                write(file, count);
                read(file, count);
            } finally {
                Files.delete(file);
            }
        }
    }

    private static void read(Path file, int count) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        long begun = System.nanoTime();
        long cpuBegun = threads.getCurrentThreadCpuTime();
        TransferList list;
        try (InputStream input = Files.newInputStream(file)) {
            list = TransferList.read(input, Reads.STRICT);
        }
        long milliseconds = (System.nanoTime() - begun) / 1_000_000;
        long cpu = (threads.getCurrentThreadCpuTime() - cpuBegun) / 1_000_000;
        if (list.items().size() != count || !list.defects().isEmpty()) {
            throw new AssertionError(list.defects());
        }
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long used = runtime.totalMemory() - runtime.freeMemory();
        WorkItem last = list.items().getLast();
        System.out.printf(
                "%d items, %d MB: read in %d ms (%d ms of the processor), %d MB in use afterwards, %d bytes an item (%s)%n",
                count,
                Files.size(file) >> 20,
                milliseconds,
                cpu,
                used >> 20,
                used / count,
                last.position());
    }

    private static void write(Path file, int count) throws IOException {
        try (PrintStream out =
                new PrintStream(
                        new java.io.BufferedOutputStream(Files.newOutputStream(file)),
                        false,
                        StandardCharsets.UTF_8)) {
            out.print("[");
            for (int i = 1; i <= count; i++) {
                out.print(i == 1 ? "\n" : ",\n");
                out.print(item(i));
            }
            out.println("\n]");
        }
    }

    /** A stage-in item as a workflow planner writes it. */
    private static String item(int number) {
        String name = "tile_%07d.fits".formatted(number);
        return """
        { "type": "transfer",
          "linkage": "input",
          "lfn": "%1$s",
          "id": %2$d,
          "generate_checksum": true,
          "attributes": {
            "size": "%3$d",
            "checksum.type": "sha256",
            "checksum.value": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
          },
          "src_urls": [
            { "site_label": "archive-a", "url": "https://data.example.org/survey/dr16/2026/%4$03d/%1$s", "priority": 50, "checkpoint": "false" },
            { "site_label": "mirror", "url": "gsiftp://gridftp.example.org:2811/mirror/dr16/%4$03d/%1$s", "priority": 10, "checkpoint": "false" }
          ],
          "dest_urls": [
            { "site_label": "compute-site", "url": "file:///lustre/scratch/user/run0001/00/%4$03d/%1$s" }
          ] }\
        """
                .formatted(name, number, number * 31L, number % 1000);
    }
}
