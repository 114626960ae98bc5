package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real runs leave behind is enough to find the culprit. */
class DiagnoseIT {
    private static final byte[] GOOD = "content\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SPOILT = "c\0ntent\n".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 =
            "434728a410a78f56fc1b5899c3593436e61ab0c731e9072d95e96db290205e53";

    @TempDir Path folder;

    private void run(String name, Web web, String path, int files) throws Exception {
        StringJoiner list = new StringJoiner("\n", "", "\n");
        for (int i = 0; i < files; i++) {
            list.add(web.url(path) + " " + folder + "/" + name + i + " sha256:" + SHA256);
        }
        Program.transfer(folder)
                .input(list.toString())
                .run("-m", "1", "--json", folder + "/results/" + name);
    }

    @Test
    void theServerThatSendsWrongBytesIsNamed() throws Exception {
        Files.createDirectory(folder.resolve("results"));
        try (Web sound = Web.open();
                Web spoiling = Web.open()) {
            sound.file("/file", GOOD);
            spoiling.file("/file", SPOILT);
            run("first", sound, "/file", 60);
            run("second", spoiling, "/file", 8);
            Ended told = Program.transfer(folder).run("diagnose", "results").exited(0);
            String host = spoiling.root().substring("http://".length());
            told.prints("Wrong bytes: 8 of 68 transfers").prints("1. source host " + host + "\n");
            told.prints("or else    address 127.0.0.1:" + host.substring(host.indexOf(':') + 1));
            told.prints("Failures: none");
        }
    }

    @Test
    void aDamagedFileIsDescribed() throws Exception {
        Files.write(folder.resolve("good"), GOOD);
        Files.write(folder.resolve("bad"), SPOILT);
        String told = Program.transfer(folder).run("diagnose", "--compare", "bad", "good").out();
        assertEquals(
                "The damage is zeros: what should be data is all zero, as holes of a file are.",
                told.lines().findFirst().orElse(""));
    }
}
