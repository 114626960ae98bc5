package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmarks' scripts make of figures: rows, the table at the end, what became worse. */
class BenchFiguresTest {
    private static final Path BENCH = Path.of("").toAbsolutePath().resolveSibling("bench");
    private static final String LIMITS =
            "{\"disk_write\":900,\"disk_read\":1500,\"tmpfs_write\":2500,\"loopback\":4000,"
                    + "\"sha256\":1700,\"names\":20000}";
    private static final String MACHINE =
            "{\"cores\":2,\"cpu\":\"Some CPU (R)\",\"memory_gib\":24,\"disk\":\"ext4\",\"load\":0.1}";
    private static final double[] PEER = {2, 2, 2, 2, 2};
    private static final double[] USUAL = {2.0, 2.1, 1.9, 2.0, 2.05};
    private static final double[] SLOW = {2.5, 2.6, 2.4, 2.5, 2.55};
    private static final double[] UNSTEADY = {1.2, 2.9, 2.0, 3.5, 1.9};

    @TempDir Path directory;

    /** One measurement; ours takes these seconds in its rounds. */
    private record Figures(String benchmark, String commit, double[] ours, long memoryKib) {
        String times(boolean withPeer) {
            return IntStream.range(0, ours.length)
                    .mapToObj(i ->
                            line(i, "ours ours", ours[i])
                                    + (withPeer ? line(i, "peer rclone", PEER[i]) : "")
                                    + line(i, "context cp", 0.4)
                                    + line(i, "limit create+rename", 0.5))
                    .collect(Collectors.joining());
        }

        private static String line(int round, String program, double seconds) {
            return (round + 1) + " " + program + " " + seconds + " 1.0 0.5\n";
        }
    }

    private record End(int code, String output) {}

    private End run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        int code = builder.start().waitFor();
        return new End(code, Files.readString(output));
    }

    private String row(Figures figures, boolean withPeer, String machine, String... more)
            throws IOException, InterruptedException {
        Path notes = directory.resolve("notes");
        Path times = directory.resolve("times");
        Files.writeString(notes, "memory_kib " + figures.memoryKib() + "\nfirst_file 0.7\n");
        Files.writeString(times, figures.times(withPeer));
        List<String> command = new ArrayList<>(List.of("awk", "-v", "json=1"));
        for (String setting :
                List.of(
                        "name=" + figures.benchmark(),
                        "commit=" + figures.commit(),
                        "date=2026-01-01T00:00:00Z",
                        "program=bundle",
                        "files=1000",
                        "bytes=10240000",
                        "rounds=" + PEER.length,
                        "limits=" + LIMITS,
                        "machine=" + machine)) {
            command.addAll(List.of("-v", setting));
        }
        for (String setting : more) {
            command.addAll(List.of("-v", setting));
        }
        command.addAll(List.of("-f", script("row.awk")));
        command.addAll(List.of(notes.toString(), times.toString()));
        End end = run(command.toArray(String[]::new));
        assertEquals(0, end.code(), end.output());
        return end.output();
    }

    private String small(String commit, double... ours) throws Exception {
        return row(new Figures("http-small", commit, ours, 65_536), true, MACHINE);
    }

    private static String script(String name) {
        return BENCH.resolve(name).toString();
    }

    private End compare(String history, String... commits) throws Exception {
        Path file = Files.writeString(directory.resolve("history.jsonl"), history);
        List<String> command =
                new ArrayList<>(List.of(script("compare"), "--history", file.toString()));
        command.addAll(List.of(commits));
        return run(command.toArray(String[]::new));
    }

    private static void says(End end, int code, String... words) {
        assertEquals(code, end.code(), end.output());
        for (String word : words) {
            assertTrue(end.output().contains(word), () -> word + " is not in\n" + end.output());
        }
    }

    private End table(String rows) throws Exception {
        Path file = Files.writeString(directory.resolve("rows"), rows);
        return run("awk", "-f", script("json.awk"), "-f", script("table.awk"), file.toString());
    }

    @Test
    void roundsThatAreAllSlowerThanAllBeforeAreARegression() throws Exception {
        End end = compare(small("aaaaaaaaaaaa", USUAL) + small("bbbbbbbbbbbb", SLOW));
        says(end, 1, "http-small", "rclone", "1.00 (0.95-1.05) aaaaaaa", "+25%  REGRESSION");
    }

    @Test
    void roundsThatOverlapAreNone() throws Exception {
        double[] hardlySlower = {2.04, 2.14, 1.94, 2.04, 2.09};
        End end = compare(small("aaaaaaaaaaaa", USUAL) + small("bbbbbbbbbbbb", hardlySlower));
        says(end, 0, "+2%  as before");
    }

    @Test
    void whatBecameFasterIsToldAsWell() throws Exception {
        says(compare(small("aaaaaaaaaaaa", SLOW) + small("bbbbbbbbbbbb", USUAL)), 0, "better");
    }

    @Test
    void roundsThatDifferTooMuchDecideNothing() throws Exception {
        End end = compare(small("aaaaaaaaaaaa", USUAL) + small("bbbbbbbbbbbb", UNSTEADY));
        says(end, 0, "cannot tell");
    }

    @Test
    void theOneBeforeIsTheLastOfTheSameMachine() throws Exception {
        String other = MACHINE.replace("Some CPU", "Quicker CPU");
        String elsewhere =
                row(new Figures("http-small", "cccccccccccc", SLOW, 65_536), true, other);
        End end = compare(small("aaaaaaaaaaaa", USUAL) + elsewhere + small("bbbbbbbbbbbb", SLOW));
        says(end, 1, "aaaaaaa", "REGRESSION");
        says(compare(small("aaaaaaaaaaaa", USUAL) + elsewhere), 0, "the first of this machine");
    }

    @Test
    void anotherMachineIsShownAndNotJudged() throws Exception {
        String other = MACHINE.replace("\"cores\":2", "\"cores\":64");
        String elsewhere =
                row(new Figures("http-small", "cccccccccccc", SLOW, 65_536), true, other);
        End end = compare(small("aaaaaaaaaaaa", USUAL) + elsewhere, "aaaaaaaaaaaa");
        says(end, 0, "another machine");
    }

    @Test
    void moreMemoryIsARegressionToo() throws Exception {
        String hungry =
                row(new Figures("http-small", "bbbbbbbbbbbb", USUAL, 131_072), true, MACHINE);
        says(
                compare(small("aaaaaaaaaaaa", USUAL) + hungry),
                1,
                "REGRESSION of memory: 128 MiB, was 64");
    }

    @Test
    void twoCommitsCanBeNamed() throws Exception {
        String history =
                small("aaaaaaaaaaaa", USUAL)
                        + small("bbbbbbbbbbbb-changed", SLOW)
                        + small("cccccccccccc", USUAL);
        says(compare(history), 0, "better");
        says(compare(history, "aaaaaaaaaaaa", "bbbbbbbbbbbb"), 1, "bbbbbbb+", "REGRESSION");
        says(compare(history, "aaaaaaaaaaaa"), 0, "as before");
    }

    @Test
    void aCommitThatWasNotMeasuredIsNamedWithThoseThatWere() throws Exception {
        End end = compare(small("aaaaaaaaaaaa", USUAL), "dddddddddddd");
        says(end, 2, "nothing was measured at dddddddddddd", "aaaaaaaaaaaa");
    }

    @Test
    void noHistoryIsToldWithTheCommandThatMakesOne() throws Exception {
        says(run(script("compare"), "--history", "none"), 2, "bench/run --record");
        says(compare(""), 2, "nothing to compare");
    }

    @Test
    void aLineThatIsNoRowIsLeftOutAndTold() throws Exception {
        String whole = small("aaaaaaaaaaaa", USUAL);
        String torn = whole.substring(0, whole.length() / 2) + "\n";
        End end = compare(whole + torn + small("bbbbbbbbbbbb", SLOW));
        says(end, 1, "line 2 of the history is no row", "REGRESSION");
    }

    @Test
    void whatHasNoPeerIsComparedByItsDistanceToTheMachinesLimit() throws Exception {
        String before =
                row(new Figures("list-100k", "aaaaaaaaaaaa", USUAL, 65_536), false, MACHINE);
        String after = row(new Figures("list-100k", "bbbbbbbbbbbb", SLOW, 65_536), false, MACHINE);
        says(compare(before + after), 1, "create+rename", "4.00 (3.80-4.20)", "REGRESSION");
    }

    @Test
    void theTableTellsFigurePeerRatioAimLimitAndMemory() throws Exception {
        String fast =
                row(
                        new Figures("http-small", "aaaaaaaaaaaa", USUAL, 65_536),
                        true,
                        MACHINE,
                        "aim_against=rclone",
                        "aim_most=1.00");
        String slow =
                row(
                        new Figures("ftp-small", "aaaaaaaaaaaa", SLOW, 65_536),
                        true,
                        MACHINE,
                        "aim_against=rclone",
                        "aim_most=1.00");
        End end = table(fast + slow);
        says(
                end,
                0,
                "1.00 (0.95-1.05)  <= 1.00 to rclone  yes  0.500 s create+rename, x 4.0  64 MiB",
                "1.25 (1.20-1.30)  <= 1.00 to rclone  NO ",
                "1 of 2 aims met",
                "disk 900 MiB/s written, 1500 read; memory 2500; loopback 4000; SHA-256 1700");
        List<String> header =
                end.output()
                        .lines()
                        .filter(line -> line.startsWith("benchmark"))
                        .flatMap(line -> List.of(line.split("  +")).stream())
                        .toList();
        assertEquals(
                List.of(
                        "benchmark",
                        "ours",
                        "best peer",
                        "its",
                        "ratio",
                        "aim",
                        "met",
                        "limit, ours x",
                        "memory"),
                header);
    }

    @Test
    void figuresBesidesTheTimeHaveAimsToo() throws Exception {
        Figures figures = new Figures("list-100k", "aaaaaaaaaaaa", USUAL, 300_000);
        String missed = row(figures, false, MACHINE, "aims=first_file 1 memory_kib 262144");
        says(table(missed), 0, "first_file 0.700 s <= 1.000 s, memory <= 256 MiB  NO");
        String reached = row(figures, false, MACHINE, "aims=first_file 1 memory_kib 300000");
        says(table(reached), 0, "memory <= 293 MiB  yes");
        String untaken = row(figures, false, MACHINE, "aims=never_noted 1");
        says(table(untaken), 0, "NO", "0 of 1 aims met");
    }
}
