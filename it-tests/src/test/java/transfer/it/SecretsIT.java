package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets stay out of everything the program writes. {@link Running#end} searches what every test
 * printed; here the files are searched too, with debugging on and with things going wrong.
 */
class SecretsIT {
    @TempDir Path folder;
    private Web web;
    private Path credentials;

    @BeforeEach
    void prepare() throws IOException {
        web = Web.open();
        web.file("/good", "content\n".getBytes(StandardCharsets.UTF_8));
        web.status("/refused", 401);
        web.status("/broken", 500);
        credentials =
                Secrets.file(
                        folder.resolve("credentials"),
                        "["
                                + web.root()
                                + "]\nheader.real_custom = "
                                + Secrets.TOKEN
                                + "\nheader.Authorization = Bearer "
                                + Secrets.TOKEN
                                + "\n");
    }

    @AfterEach
    void close() {
        web.close();
    }

    private String list() {
        String host = web.root().replace("http://", "");
        return Json.list(
                Json.transfer(
                        web.url("/good"),
                        folder + "/a",
                        "\"lfn\": \"a\"",
                        "\"generate_checksum\": true"),
                Json.transfer(web.url("/good?token=" + Secrets.TOKEN), folder + "/b"),
                Json.transfer(
                        "http://" + Secrets.USER + ":" + Secrets.PASSWORD + "@" + host + "/good",
                        folder + "/c"),
                Json.transfer(web.url("/refused?sig=" + Secrets.TOKEN), folder + "/d"),
                Json.transfer(
                        "http://" + Secrets.USER + ":" + Secrets.PASSWORD + "@" + host + "/broken",
                        folder + "/e"),
                Json.transfer(
                        "http://"
                                + Secrets.USER
                                + ":"
                                + Secrets.PASSWORD
                                + "@no-such-host.invalid/",
                        folder + "/f"));
    }

    private Program with(Program program) throws IOException {
        return program.with("PEGASUS_CREDENTIALS", credentials.toString())
                .with(
                        "PEGASUS_MULTIPART_DIR",
                        Files.createDirectories(folder.resolve("multipart")).toString())
                .with("KICKSTART_INTEGRITY_DATA", folder.resolve("integrity").toString())
                .with("http_proxy", "")
                .input(list());
    }

    @Test
    void noneInLogsAttemptLogsAndRecords() throws Exception {
        with(Program.pegasusTransfer(folder)).run("-m", "1", "-d").exited(1);
        assertEquals("content\n", Files.readString(folder.resolve("a")));
        assertEquals("content\n", Files.readString(folder.resolve("b")));
        Secrets.assertNoneBelow(folder, credentials);
    }

    @Test
    void noneInADryRun() throws Exception {
        with(Program.transfer(folder)).run("--dry-run", "-d").exited(0);
        Secrets.assertNoneBelow(folder, credentials);
    }

    @Test
    void noneInMessagesAboutADefectiveList() throws Exception {
        Program.transfer(folder)
                .input(
                        Json.list(
                                Json.transfer(
                                        "nosuch://joe:"
                                                + Secrets.PASSWORD
                                                + "@h/x?token="
                                                + Secrets.TOKEN,
                                        folder + "/a")))
                .run()
                .exited(2);
    }

    @Test
    void noneInMessagesAboutADefectiveCredentialsFile() throws Exception {
        Path bad = Secrets.file(folder.resolve("bad"), "[a]\npassword " + Secrets.PASSWORD + "\n");
        Program.transfer(folder)
                .with("PEGASUS_CREDENTIALS", bad.toString())
                .input(Json.list(Json.transfer(web.url("/good"), folder + "/a")))
                .run()
                .exited(4);
    }
}
