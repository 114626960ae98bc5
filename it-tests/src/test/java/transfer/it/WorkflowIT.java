package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Workflows from inputs to outputs on this machine, with one command. */
@EnabledOnOs(OS.LINUX)
class WorkflowIT {
    private static final Path EXAMPLE =
            Path.of("").toAbsolutePath().resolveSibling("examples").resolve("diamond");

    @TempDir Path folder;

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private Program program() throws IOException {
        return Program.transfer(folder).with("USER", "me");
    }

    private static String[] plan(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "plan",
                                "--engine",
                                "local",
                                "--sites",
                                "local",
                                "--input-dir",
                                "data",
                                "--output-dir",
                                "results",
                                "--conf",
                                "pegasus.properties"));
        words.addAll(List.of(more));
        words.add("workflow.yml");
        return words.toArray(String[]::new);
    }

    @Test
    void theExampleComesFromNothingToVerifiedOutputsWithOneCommand() throws Exception {
        copy(EXAMPLE, folder);

        Ended ended = program().run(plan()).exited(0).says("12 of 12 jobs done");

        assertEquals(
                List.of("apple", "cherry", "date", "fig", "lemon", "pear", "plum", "quince"),
                Files.readAllLines(folder.resolve("results/sorted")));
        Path run = Path.of(ended.out().strip());
        assertEquals(folder.resolve("me/pegasus/diamond/run0001"), run);
        assertTrue(
                Files.readString(run.resolve("00/00/stage_out_local_local_2_0.err"))
                        .contains("1 of 1 done (1 verified)"));
        // nothing is left of what lay between
        try (Stream<Path> left = Files.walk(folder.resolve("wf-scratch"))) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
        }
    }

    /**
     * Three jobs one after the other, each of which notes that it began; the second tells that it
     * is there and waits.
     */
    private void writeSteps() throws IOException {
        Path step =
                Files.writeString(
                        folder.resolve("step"),
                        """
                        #!/bin/sh
                        echo "$2" >> "$1/begun"
                        if [ "$2" = second ]; then
                            sleep 600 &
                            echo "$$ $!" > "$1/processes.new"
                            mv "$1/processes.new" "$1/processes"
                            until [ -e "$1/go" ]; do sleep 0.05; done
                            kill $!
                        fi
                        cat "$3" > "$4" && echo "$2" >> "$4"
                        """);
        Files.setPosixFilePermissions(step, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/in"), "input\n");
        StringBuilder jobs = new StringBuilder("pegasus: \"5.0\"\nname: steps\njobs:\n");
        String before = "in";
        for (String name : List.of("first", "second", "third")) {
            jobs.append(
                    """
                      - type: job
                        name: step
                        id: %s
                        arguments: ["%s", "%s", "%s", "%s.out"]
                        uses:
                          - {lfn: %s, type: input}
                          - {lfn: %s.out, type: output, registerReplica: false}
                    """
                            .formatted(name, folder, name, before, name, before, name));
            before = name + ".out";
        }
        Files.writeString(folder.resolve("workflow.yml"), jobs);
        Files.writeString(
                folder.resolve("transformations.yml"),
                """
                pegasus: "5.0"
                transformations:
                  - name: step
                    sites: [{name: local, type: installed, pfn: %s}]
                """
                        .formatted(step));
        Files.copy(EXAMPLE.resolve("pegasus.properties"), folder.resolve("pegasus.properties"));
    }

    private List<Long> processes() throws IOException {
        return Stream.of(Files.readString(folder.resolve("processes")).strip().split(" "))
                .map(Long::valueOf)
                .toList();
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    private Running startedUntilTheSecond() throws Exception {
        writeSteps();
        Running running = program().start(plan());
        running.await("the second job", () -> Files.exists(folder.resolve("processes")));
        return running;
    }

    private String[] again() {
        return new String[] {"run", folder.resolve("me/pegasus/steps/run0001").toString()};
    }

    @Test
    void afterAKillOnlyWhatIsMissingIsDone() throws Exception {
        Running running = startedUntilTheSecond();
        assertEquals(128 + 9, running.signal("KILL").end().exit());
        List<Long> left = processes();
        assertTrue(left.stream().allMatch(WorkflowIT::isAlive), "the kill reached them");
        Running second = program().start(again());
        second.await("the end of those left", () -> left.stream().noneMatch(WorkflowIT::isAlive));
        Files.createFile(folder.resolve("go"));

        second.end().exited(0).says("were done before").says("which an earlier run had left");

        assertEquals(
                List.of("first", "second", "second", "third"),
                Files.readAllLines(folder.resolve("begun")));
        assertEquals(
                List.of("input", "first", "second", "third"),
                Files.readAllLines(folder.resolve("results/third.out")));
        assertTrue(Files.readString(folder.resolve("results/first.out")).equals("input\nfirst\n"));
    }

    @Test
    void aSignalEndsAllProcessesAndTheNextRunGoesOn() throws Exception {
        Ended ended = startedUntilTheSecond().signal("TERM").end();

        ended.exited(5).says("ended by a signal").says("transfer run " + folder);
        assertTrue(processes().stream().noneMatch(WorkflowIT::isAlive));
        assertFalse(Files.exists(folder.resolve("results/second.out")));
        Files.createFile(folder.resolve("go"));
        program().run(again()).exited(0);
        assertEquals(
                List.of("input", "first", "second", "third"),
                Files.readAllLines(folder.resolve("results/third.out")));
    }

    @Test
    void aWorkflowThatFailsSaysWhereAndHowToGoOn() throws Exception {
        writeSteps();
        Files.createFile(folder.resolve("go"));
        Path step = folder.resolve("step");
        String sound = Files.readString(step);
        Files.writeString(step, "#!/bin/sh\necho 'no luck today' >&2\nexit 7\n");

        program()
                .run(plan("-Ddagman.retry=0"))
                .exited(1)
                .says("step_first: it ended with the exit code 7")
                .says("no luck today")
                .says("transfer run " + folder);
        Files.writeString(step, sound);

        program().run(again()).exited(0);
        assertTrue(Files.exists(folder.resolve("results/third.out")));
    }
}
