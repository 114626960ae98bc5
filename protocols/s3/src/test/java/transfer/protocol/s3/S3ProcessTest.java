package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;

class S3ProcessTest {
    private static final String KEYS =
            """
            {"Version": 1, "AccessKeyId": "AK", "SecretAccessKey": "hunter2"%s}\
            """;

    @TempDir private Path directory;

    @Test
    void keysComeFromAProgramsOutput() throws Exception {
        Path file = says(KEYS.formatted(", \"SessionToken\": \"sesame\""));
        assertEquals(
                new S3Process.Issue(
                        new S3Keys(
                                "AK",
                                new Secret("hunter2"),
                                Optional.of(new Secret("sesame")),
                                "profile p"),
                        Optional.empty()),
                new S3Process("cat '" + file + "'", "profile p").run());
    }

    @Test
    void itsKeysMayEnd() throws Exception {
        Path file = says(KEYS.formatted(", \"Expiration\": \"2030-01-01T00:00:00Z\""));
        assertEquals(
                Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
                new S3Process("cat " + file, "p").run().end());
    }

    @Test
    void noShellRunsIt() throws Exception {
        Path made = directory.resolve("made");
        Path file = says(KEYS.formatted(""));
        var process = new S3Process("cat " + file + " ; touch " + made, "p");
        assertThrows(CredentialException.class, process::run);
        assertFalse(Files.exists(made));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a b  c | a,b,c",
                "'a b' \"c d\" | a b,c d",
                "a'b c'd | ab cd",
                "\"a\\\"b\" | a\"b",
                "'a\\b' | a\\b",
                "a\\ b | a b",
                "'' x | ,x",
                "$HOME `x` | $HOME,`x`"
            })
    void aLineIsTakenApartAsAShellDoes(String line, String words) {
        assertEquals(List.of(words.split(",")), S3Process.words(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b", "a \"b", "", " "})
    void anEmptyLineAndAnOpenQuoteAreNoCommand(String line) {
        assertEquals(List.of(), S3Process.words(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "{\"Version\": 1, \"AccessKeyId\": \"hunter2\"",
                "{\"Version\": 2, \"AccessKeyId\": \"a\", \"SecretAccessKey\": \"hunter2\"}",
                "{\"Version\": 1, \"SecretAccessKey\": \"hunter2\"}",
                "{\"Version\": 1, \"AccessKeyId\": \"a\", \"SecretAccessKey\": \"hunter2\","
                        + " \"Expiration\": \"hunter2\"}",
                "[\"hunter2\"]",
                ""
            })
    void whatIsNoKeysIsRefusedUnseen(String output) throws Exception {
        var process = new S3Process("cat " + says(output), "profile p");
        var refusal = assertThrows(CredentialException.class, process::run);
        assertTrue(
                refusal.getMessage().startsWith("the program of credential_process in profile p "),
                refusal.getMessage());
        for (Throwable e = refusal; e != null; e = e.getCause()) {
            assertFalse(e.toString().contains("hunter2"), e.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, ended with status 1; run it by hand to see why",
        "/does/not/exist --x, cannot be run; is its program there?",
        "a \"b, 'is empty, or a quotation mark in it is not closed'"
    })
    void aFailureSaysWhatToLookAt(String command, String words) {
        var refusal =
                assertThrows(CredentialException.class, () -> new S3Process(command, "p").run());
        assertEquals("the program of credential_process in p " + words, refusal.getMessage());
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() {
        var process = new S3Process("sleep 600", "p", Duration.ofMillis(50));
        var refusal = assertThrows(CredentialException.class, process::run);
        assertTrue(refusal.getMessage().contains("did not end within"), refusal.getMessage());
    }

    @Test
    @Timeout(30)
    void aProgramWhoseChildrenKeepItsOutputOpenIsNotWaitedFor() throws Exception {
        Path file = says(KEYS.formatted(""));
        String command = "sh -c 'sleep 5 & cat " + file + "'";
        var process = new S3Process(command, "p", Duration.ofMillis(50));
        var refusal = assertThrows(CredentialException.class, process::run);
        assertTrue(refusal.getMessage().contains("did not end within"), refusal.getMessage());
    }

    private Path says(String output) throws IOException {
        return Files.writeString(directory.resolve("output"), output);
    }
}
