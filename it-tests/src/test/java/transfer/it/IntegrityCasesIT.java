package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The test cases of the tool that {@code pegasus-integrity} replaces, against the packaged program
 * under that name, and what only the packaged program can show.
 */
class IntegrityCasesIT {
    private static final String ONE =
            "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26";
    private static final String TWO =
            "cda6cdd121c2ac84c7aa12e15cfc7e07503ca7a4d11f4f3df791d4e0fbc7d80f";

    @TempDir Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(folder.resolve("data.1"), "Hello World\n");
        Files.writeString(folder.resolve("data.2"), "This is some other data\n");
        Files.writeString(
                folder.resolve("data.meta"),
                "[" + entry("data.1", ONE) + ",\n" + entry("foo.2", TWO) + "]\n");
    }

    private static String entry(String id, String sha256) {
        return """
        {"_type": "file", "_id": "%s", "_attributes":
         {"checksum.type": "sha256", "checksum.value": "%s", "size": "999"}}\
        """
                .formatted(id, sha256);
    }

    private Program program() throws IOException {
        return Program.pegasusIntegrity(folder);
    }

    @Test
    void generatesForOneFile() throws Exception {
        assertEquals(ONE + "  data.1\n", program().run("--generate=data.1").exited(0).out());
    }

    @Test
    void generatesForTwoFiles() throws Exception {
        assertEquals(
                ONE + "  data.1\n" + TWO + "  data.2\n",
                program().run("--generate=data.1;;;data.2").exited(0).out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--generate-xml=data.1",
                "--generate-xml=foo1=data.1;;;foo2=data.2",
                "--verify=data.1",
                "--verify=data.1;;;foo.2=data.2"
            })
    void saysNothingAboutXmlAndAboutWhatIsRight(String argument) throws Exception {
        Ended ended = program().run(argument).exited(0);
        assertEquals("", ended.out() + ended.err());
    }

    @Test
    void verifiesWhatStandardInputNames() throws Exception {
        Path multipart = Files.createDirectory(folder.resolve("multipart"));
        program()
                .with("PEGASUS_MULTIPART_DIR", multipart.toString())
                .input("data.1;;;foo.2=data.2\n")
                .run("--print-timings", "--verify=stdin")
                .exited(0);
        try (Stream<Path> files = Files.list(multipart)) {
            String log = Files.readString(files.findFirst().orElseThrow());
            assertTrue(log.contains("- integrity_summary:\n    succeeded: 2\n    failed: 0\n"));
        }
    }

    @Test
    void whatIsWrongFailsOnStandardOutput() throws Exception {
        Ended ended = program().run("--verify=foo.2=data.1").exited(1);
        ended.prints("Integrity check: data.1: Expected checksum (" + TWO + ") does not match");
        assertEquals("", ended.err());
    }

    /** A name in Latin-1, in the locale of a batch system. */
    @Test
    void aNameThatIsNotUtf8IsFound() throws Exception {
        Ended ended =
                program()
                        .with("LC_ALL", "C")
                        .through(
                                "sh",
                                "-c",
                                "n=$(printf 'h\\344user'); cp data.1 \"$n\" && \"$1\" --generate=\"$n\" > out;"
                                        + " code=$?; od -An -tx1 -j66 out; exit $code",
                                "sh")
                        .run();
        ended.exited(0);
        assertEquals("68 e4 75 73 65 72 0a", ended.out().strip());
    }

    /** Every record is one write, so that those of several programs do not mix. */
    @Test
    void severalProgramsAppendToOneFile() throws Exception {
        Path records = folder.resolve("records");
        String files =
                IntStream.range(0, 200)
                        .mapToObj(i -> "f" + i + "=data.1")
                        .collect(Collectors.joining(";;;"));
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(
                    program()
                            .with("KICKSTART_INTEGRITY_DATA", records.toString())
                            .start("--generate-fullstat-yaml=" + files));
        }
        for (Running running : all) {
            running.end().exited(0);
        }
        List<String> lines = Files.readAllLines(records, StandardCharsets.UTF_8);
        assertEquals(3 * 200 * 17, lines.size());
        for (int i = 0; i < lines.size(); i += 17) {
            assertTrue(lines.get(i).matches(" {4}\"f\\d+\":"), lines.get(i));
            assertEquals("      sha256: " + ONE, lines.get(i + 15));
        }
    }

    @Test
    void aLinkWithItsNameIsTheTool() throws Exception {
        Path link =
                Files.createSymbolicLink(
                        folder.resolve("pegasus-integrity"), Program.script("transfer"));
        Program.transfer(folder)
                .with("SCRIPT", link.toString())
                .through("sh", "-c", "exec \"$SCRIPT\" --generate=data.1")
                .run()
                .exited(0)
                .prints(ONE);
    }

    @Test
    void aSignalEndsIt() throws Exception {
        Path out = folder.resolve("out");
        // a pipe that nobody writes to keeps it waiting
        Running running =
                program()
                        .through("sh", "-c", "mkfifo pipe; exec 3<> pipe; exec \"$@\" > out", "sh")
                        .start("--generate=data.2;;;pipe");
        running.await("the first file", () -> holds(out, TWO));
        running.signal("TERM").end().exited(1);
        assertEquals(
                TWO + "  data.2\nIntegrity check: Exiting due to a signal\n",
                Files.readString(out));
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
