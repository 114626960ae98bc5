package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.it.Remote.Kind;

/** One diamond on this machine, wherever the files of its jobs lie while it runs. */
class WorkflowPlacesIT {
    @TempDir Path folder;
    private Diamond diamond;

    @BeforeEach
    void write() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("it's a \"diamond\""));
        diamond = Diamond.write(directory, directory.toString());
    }

    private Ended plan(String configuration, String... more) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "plan",
                                "--engine",
                                "local",
                                "--sites",
                                "cluster",
                                "--output-sites",
                                "local",
                                "-Dpegasus.data.configuration=" + configuration));
        words.addAll(List.of(more));
        words.add("workflow.yml");
        return Program.transfer(diamond.directory())
                .with("USER", "me")
                .run(words.toArray(String[]::new));
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void inADirectoryThatAllJobsShare() throws Exception {
        plan("sharedfs").exited(0);

        assertEquals(Diamond.RESULT, diamond.result());
        assertEquals(List.of(), filesBelow(diamond.directory().resolve("scratch")));
    }

    @Test
    void broughtAndTakenAsHtcondorWould() throws Exception {
        plan("condorio").exited(0);

        assertEquals(Diamond.RESULT, diamond.result());
        assertEquals(List.of(), filesBelow(diamond.directory().resolve("local")));
        assertEquals(List.of(), filesBelow(diamond.directory().resolve("tmp")));
    }

    @Test
    void aJobThatFailsInADirectoryOfItsOwnIsDoneByTheNextRun() throws Exception {
        Path broken = Files.createFile(diamond.directory().resolve("broken"));
        Ended failed =
                plan("condorio", "-Ddagman.retry=0")
                        .exited(1)
                        .says("join_right: it ended with the exit code 7")
                        .says("it is broken");
        Files.delete(broken);

        Program.transfer(diamond.directory())
                .run("run", failed.out().strip())
                .exited(0)
                .says("were done before");

        assertEquals(Diamond.RESULT, diamond.result());
    }

    @Test
    @Tag("container")
    void onAServerFromWhichEachJobFetchesAndToWhichItStores() throws Exception {
        try (Remote server = Kind.SFTP.start()) {
            Path key =
                    Files.copy(
                            server.container().data().resolve("keys/ed25519"),
                            diamond.directory().resolve("key"));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Path sites = diamond.directory().resolve("sites.yml");
            Files.writeString(
                    sites,
                    Files.readString(sites)
                            + """
                              - name: staging
                                directories:
                                  - type: sharedScratch
                                    path: /data/files/scratch
                                    fileServers: [{operation: all, url: %s}]
                                profiles: {pegasus: {SSH_PRIVATE_KEY: '%s'}}
                            """
                                    .formatted(
                                            server.url("scratch")
                                                    .replace(
                                                            "sftp://",
                                                            "scp://" + Remote.USER + "@"),
                                            key.toString().replace("'", "''")));

            plan("nonsharedfs", "--staging-site", "cluster=staging", "--cleanup", "none").exited(0);

            assertEquals(Diamond.RESULT, diamond.result());
            assertTrue(
                    server.names().stream().anyMatch(name -> name.endsWith("/c 2")),
                    () -> "what lay between is on the server");
        }
    }
}
