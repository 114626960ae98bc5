package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts of the packaged program, checked by it and by the commands of docs/receipts.md. */
class ReceiptsIT {
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final int CHAIN = 0;
    private static final int SIGNATURE = 1;
    private static final int KEY = 2;
    private static final int FILES = 3;

    @TempDir Path folder;
    private Path receipts;
    private List<String> byHand;

    @BeforeEach
    void prepare() throws IOException {
        receipts = folder.resolve("receipts.jsonl");
        byHand = new ArrayList<>();
        Matcher blocks = COMMANDS.matcher(Files.readString(Path.of("../docs/receipts.md")));
        while (blocks.find()) {
            byHand.add(blocks.group(1));
        }
        assertEquals(4, byHand.size());
    }

    private record Shell(int exit, String out) {}

    private Shell shell(String commands) throws IOException, InterruptedException {
        Path out = folder.resolve("shell.out");
        Process shell =
                new ProcessBuilder("sh", "-c", commands)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        return new Shell(shell.waitFor(), Files.readString(out));
    }

    private void makeKeys() throws IOException, InterruptedException {
        Shell made =
                shell(
                        "openssl genpkey -algorithm ed25519 -out key.pem"
                                + " && openssl pkey -in key.pem -pubout -out public.pem");
        assertEquals(0, made.exit(), made.out());
    }

    private String list(int files) throws IOException {
        Path in = Files.createDirectories(folder.resolve("in"));
        String[] items = new String[files];
        for (int i = 0; i < files; i++) {
            Files.writeString(in.resolve("f" + i), "content of " + i + "\n");
            items[i] = Json.transfer(in + "/f" + i, folder + "/out/f" + i);
        }
        return Json.list(items);
    }

    private Ended verify(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("verify", receipts.toString()));
        arguments.addAll(List.of(more));
        return Program.transfer(folder).run(arguments.toArray(String[]::new));
    }

    @Test
    void whatThePageSaysChecksThemByHand() throws Exception {
        makeKeys();
        Program.transfer(folder)
                .input(list(12))
                .run("--receipts", receipts.toString(), "--sign-with", folder + "/key.pem")
                .exited(0);
        assertEquals(new Shell(0, ""), shell(byHand.get(CHAIN)));
        Shell signature = shell(byHand.get(SIGNATURE));
        assertEquals(0, signature.exit(), signature.out());
        assertTrue(signature.out().contains("Verified Successfully"), signature.out());
        String name = shell(byHand.get(KEY)).out().substring(0, 64);
        assertTrue(Files.readString(receipts).contains("\"key\":\"" + name + "\""), name);
        assertEquals(new Shell(0, ""), shell(byHand.get(FILES)));
        verify("--deep", "--key", folder + "/public.pem").exited(0);

        Files.writeString(folder.resolve("out/f3"), "content of 4\n");
        assertEquals(1, shell(byHand.get(FILES)).exit());
        verify("--deep").exited(1).prints(folder + "/out/f3: has sha-256:");

        String text = Files.readString(receipts);
        Files.writeString(receipts, text.replace("/out/f5\"", "/out/f6\""));
        assertEquals(
                "line " + (lineOf("/in/f5\"") + 1) + " does not follow the one before it\n",
                shell(byHand.get(CHAIN)).out());
        verify("--key", folder + "/public.pem").exited(1).prints("does not follow the line before");
        Files.writeString(receipts, text.replaceFirst("\"n\":15,", "\"n\":14,"));
        assertEquals(1, shell(byHand.get(SIGNATURE)).exit());
    }

    private int lineOf(String words) throws IOException {
        List<String> lines = Files.readAllLines(receipts);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(words)) {
                return i + 1;
            }
        }
        throw new IllegalStateException(words + " is in no line");
    }

    @Test
    void receiptsOfARunThatWasKilledGoOn() throws Exception {
        makeKeys();
        String list = list(1000);
        String[] arguments = {
            "--receipts", receipts.toString(),
            "--sign-with", folder + "/key.pem",
            "--journal", folder + "/journal"
        };
        for (int kill = 1; kill <= 3; kill++) {
            long enough = kill * 200L;
            Running running = Program.transfer(folder).input(list).start(arguments);
            running.await("some are done", () -> lines(receipts) > enough);
            assertEquals(128 + 9, running.signal("KILL").end().exit());
        }
        verify("--key", folder + "/public.pem").exited(1).prints("no end of a run");
        Program.transfer(folder).input(list).run(arguments).exited(0);
        verify("--deep", "--key", folder + "/public.pem")
                .exited(0)
                .says("1000 of 1000 files are as their receipts say");
        assertEquals(new Shell(0, ""), shell(byHand.get(CHAIN)));
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void filesThatWereMovedToAnotherMachineAreFoundThere() throws Exception {
        Program.transfer(folder).input(list(20)).run("--receipts", receipts.toString()).exited(0);
        Path there = Files.createDirectories(folder.resolve("there" + folder));
        Files.move(folder.resolve("out"), there.resolve("out"));
        verify("--deep").exited(1).prints(folder + "/out/f0: is not there");
        verify("--deep", "--root", folder + "/there").exited(0);
        verify("--deep", "--map", folder + "/out=" + there + "/out").exited(0);
    }
}
