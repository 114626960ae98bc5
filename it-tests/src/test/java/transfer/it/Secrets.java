package transfer.it;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The secrets of these tests: all carry one mark, so that any output can be searched for them. */
final class Secrets {
    static final String PASSWORD = "mArKeD-password-1";
    static final String TOKEN = "mArKeD-token-2";
    static final String USER = "joe";

    private static final List<String> MARKS =
            List.of(
                    "mArKeD",
                    Base64.getEncoder()
                            .encodeToString(
                                    (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)));

    private Secrets() {}

    static void assertNoneIn(String what, String text) {
        for (String mark : MARKS) {
            int at = text.indexOf(mark);
            if (at >= 0) {
                fail("a secret in " + what + ": " + text.substring(Math.max(0, at - 80), at));
            }
        }
    }

    /** Searches every file below a folder but those that a test wrote its secrets to. */
    static void assertNoneBelow(Path folder, Path... credentials) throws IOException {
        List<Path> allowed = List.of(credentials);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!allowed.contains(file)) {
                    assertNoneIn(
                            file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /** Writes a credentials file that only its owner may read. */
    static Path file(Path path, String content) throws IOException {
        return file(path, content, "rw-------");
    }

    static Path file(Path path, String content, String permissions) throws IOException {
        Files.writeString(path, content);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
