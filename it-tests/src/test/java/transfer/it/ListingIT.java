package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.it.Remote.Kind;
import transfer.protocol.testkit.HandWrittenGcs;

/** {@code transfer ls} of real servers, and of a bucket that has more than one page. */
@Tag("container")
class ListingIT {
    private static final List<String> NAMES =
            IntStream.range(0, 1200).mapToObj(i -> String.format("%04d", i)).toList();

    @TempDir Path folder;

    private Program program(Remote remote) throws IOException {
        Path hosts = remote.container().data().resolve("known_hosts");
        if (Files.exists(hosts)) {
            Files.createDirectories(folder.resolve("home/.ssh"));
            Files.copy(hosts, folder.resolve("home/.ssh/known_hosts"));
        }
        String server = remote.root().replaceFirst("(//[^/]*)/.*", "$1");
        Path credentials =
                Secrets.file(
                        folder.resolve("credentials"),
                        "[%s]\nusername = %s\npassword = %s\n"
                                .formatted(server, Remote.USER, Remote.PASSWORD));
        return Program.transfer(folder)
                .with("LANG", "C.UTF-8")
                .with("PEGASUS_CREDENTIALS", credentials.toString());
    }

    private static List<String> lines(Ended ended) {
        return ended.exited(0).doesNotSay(Remote.PASSWORD).out().lines().toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBDAV", "FTP", "SFTP"})
    void directoryOfAServerIsListedAndMatched(Kind kind) throws Exception {
        try (Remote remote = kind.start()) {
            Files.createDirectories(remote.file("d/sub"));
            for (String name : List.of("d/a b.csv", "d/a*b", "d/x%41", "d/sub/c.csv")) {
                remote.put(name, new byte[name.length()]);
            }
            Program program = program(remote);

            assertEquals(
                    List.of("a b.csv", "a*b", "sub/", "x%41"),
                    lines(program.run("ls", remote.url("d"))));
            assertEquals(
                    List.of("a b.csv", "sub/c.csv"),
                    lines(program.run("ls", remote.url("d/**/*.csv"))));
            assertEquals(List.of("a*b"), lines(program.run("ls", remote.url("d/a\\*?"))));
            List<String> described = lines(program.run("ls", "-l", "-r", remote.url("d/s*")));
            assertEquals(
                    List.of("-", "11"),
                    described.stream().map(line -> line.strip().split(" ")[0]).toList());
            program.run("ls", remote.url("d/none"))
                    .exited(1)
                    .says("none")
                    .doesNotSay(Remote.PASSWORD);
        }
    }

    private static void assertListedWhole(Program program, String bucket) throws Exception {
        assertEquals(NAMES, lines(program.run("ls", bucket + "/many")));
        assertEquals(List.of("many/", "other"), lines(program.run("ls", bucket)));
        assertEquals(NAMES.subList(1100, 1200), lines(program.run("ls", bucket + "/many/11*")));
    }

    @Test
    void bucketOfMoreThanOnePageIsListedWhole() throws Exception {
        try (HandWrittenGcs store = HandWrittenGcs.start()) {
            store.makeBucket("bucket");
            NAMES.forEach(name -> store.put("bucket", "many/" + name, new byte[7]));
            store.put("bucket", "other", new byte[7]);
            Program program =
                    Program.transfer(folder)
                            .with(
                                    "STORAGE_EMULATOR_HOST",
                                    "127.0.0.1:" + store.address().getPort());

            assertListedWhole(program, "gs://bucket");
            Ended described = program.run("ls", "-l", "gs://bucket/many/0000");
            described.prints("  0000  ").prints("crc32c:");
        }
    }

    @Test
    void bucketOfS3OfMoreThanOnePageIsListedWhole() throws Exception {
        try (CephStore store = CephStore.start()) {
            NAMES.forEach(name -> store.put("bucket", "many/" + name, new byte[7]));
            store.put("bucket", "other", new byte[7]);
            Path credentials =
                    Secrets.file(folder.resolve("credentials"), store.section("lab", "ceph"));
            Program program =
                    Program.transfer(folder).with("PEGASUS_CREDENTIALS", credentials.toString());

            assertListedWhole(program, "s3://lab@ceph/bucket");
            Ended described = program.run("ls", "-l", "s3://lab@ceph/bucket/many/*5");
            assertEquals(120, lines(described).size());
            described.prints("              7  20").doesNotSay("labsecret");
        }
    }

    @Test
    void whoeverReadsOnlyTheFirstLinesHearsNoComplaint() throws Exception {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 20_000; i++) {
            Files.createFile(many.resolve("a name that makes the output longer than a pipe " + i));
        }
        Ended ended =
                Program.transfer(folder)
                        .through("sh", "-c", "\"$@\" | head -n 1", "sh")
                        .run("ls", "many");
        assertEquals(1, lines(ended).size());
        assertEquals("", ended.err());
    }
}
