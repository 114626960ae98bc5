package transfer.protocol.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;

/**
 * A program that gives out keys: {@code credential_process} of a profile (AWS SDKs and Tools
 * Reference Guide, "Process credential provider"). It is what users have to log in by other means,
 * and they name it in a file of their own, so it is run; but never by a shell: the words of the
 * line are its arguments, with quotes and backslashes as a shell takes them, and nothing else that
 * a shell would do is done.
 *
 * @param command the line
 * @param origin who says so, for messages
 */
record S3Process(String command, String origin, Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 1 << 16;

    S3Process(String command, String origin) {
        this(command, origin, PATIENCE);
    }

    /** Keys, and when they end if they do. */
    record Issue(S3Keys keys, Optional<Instant> end) {}

    /**
     * @throws CredentialException when it cannot be run, fails, takes too long, or does not say
     *     keys; what it says is not told, for it may be secret
     */
    Issue run() throws CredentialException, InterruptedException {
        List<String> words = words(command);
        if (words.isEmpty()) {
            throw failed("is empty, or a quotation mark in it is not closed", null);
        }
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                return issue(output(process));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw failed("cannot be run; is its program there?", e);
        }
    }

    private String output(Process process)
            throws IOException, CredentialException, InterruptedException {
        process.getOutputStream().close();
        // read beside the waiting, so that the end of patience also ends a program that is silent,
        // and one whose own children keep its output open
        long until = System.nanoTime() + patience.toNanos();
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        Thread.startVirtualThread(() -> read(process.getInputStream(), output));
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw late();
        }
        if (process.exitValue() != 0) {
            throw failed(
                    "ended with status " + process.exitValue() + "; run it by hand to see why",
                    null);
        }
        try {
            long left = Math.max(0, until - System.nanoTime());
            return new String(output.get(left, TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
        } catch (TimeoutException _) {
            throw late();
        } catch (ExecutionException e) {
            throw new IOException("its output cannot be read", e);
        }
    }

    private CredentialException late() {
        return failed("did not end within " + patience.toSeconds() + " s", null);
    }

    private static void read(InputStream input, CompletableFuture<byte[]> into) {
        try (input) {
            into.complete(input.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            into.completeExceptionally(e);
        }
    }

    private Issue issue(String text) throws CredentialException {
        JsonNode answer;
        try {
            answer = JsonNode.parser().parse(text);
        } catch (RuntimeException _) {
            // without the cause, which quotes what it could not read
            throw failed("did not print JSON", null);
        }
        if (answer == null
                || !answer.isObject()
                || !value(answer, "Version").equals(Optional.of("1"))) {
            throw failed("did not print keys of version 1", null);
        }
        Optional<String> access = value(answer, "AccessKeyId");
        Optional<String> secret = value(answer, "SecretAccessKey");
        if (access.isEmpty() || secret.isEmpty()) {
            throw failed("did not print AccessKeyId and SecretAccessKey", null);
        }
        S3Keys keys =
                new S3Keys(
                        access.get(),
                        new Secret(secret.get()),
                        value(answer, "SessionToken").map(Secret::new),
                        origin);
        return new Issue(keys, end(answer));
    }

    private Optional<Instant> end(JsonNode answer) throws CredentialException {
        try {
            return value(answer, "Expiration").map(text -> Instant.parse(text));
        } catch (DateTimeParseException _) {
            // without the cause, which quotes it
            throw failed("printed an Expiration that is no time as in ISO 8601", null);
        }
    }

    private static Optional<String> value(JsonNode object, String name) {
        return object.field(name)
                .filter(node -> node.isString() || node.isNumber())
                .map(JsonNode::text)
                .filter(text -> !text.isEmpty());
    }

    private CredentialException failed(String words, Exception cause) {
        String message = "the program of credential_process in " + origin + " " + words;
        return cause == null
                ? new CredentialException(message)
                : new CredentialException(message, cause);
    }

    /**
     * The words of a line: blanks divide, single quotes keep everything, double quotes all but
     * backslashes. Nothing when a quote is not closed.
     */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                begun = false;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quote == 0 ? words : List.of();
    }
}
