package transfer.protocol.ssh;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/**
 * Digests that programs at the server compute: those of GNU, Perl, OpenSSL or BSD, whichever is
 * there. A file of more than 64 MiB is OpenSSL's, which is several times as fast as the others and
 * takes longer to start. Files go to the program's standard input, so that what it prints has no
 * name in it. What a server cannot do it is asked once. Safe for use by many threads.
 */
final class ShellDigests {
    private static final String SCRIPT =
            """
            [ -f {} ] && [ -r {} ] || exit 66
            exec 3<{} || exit 66
            has() { command -v "$1" >/dev/null 2>&1; }
            large() { [ -n "$(find -H {} -prune -size +131072)" ]; }
            if has openssl && large && openssl dgst -OPENSSL </dev/null >&2; then openssl dgst -OPENSSL <&3
            elif has GNU; then GNU <&3
            elif has shasum && [ -n "SHA" ]; then shasum -a SHA <&3
            elif has openssl; then openssl dgst -OPENSSL <&3
            elif has BSD; then BSD -q <&3
            else exit 69
            fi 2>/dev/null
            """;

    /** No such file here, or none of its programs, as {@link #SCRIPT} says it. */
    private static final int NO_FILE = 66;

    private static final int NO_PROGRAM = 69;

    private final RemoteShell shell;
    private final Set<DigestAlgorithm> missing = ConcurrentHashMap.newKeySet();

    ShellDigests(RemoteShell shell) {
        this.shell = shell;
    }

    /**
     * The digest by the first of the algorithms for which there is a program.
     *
     * @param path absolute
     * @return empty when there is no shell, no program, or no such file for the shell, whose view
     *     of the files may be another
     * @throws IOException when the connection ended meanwhile
     */
    Optional<Checksum> digest(String path, Set<DigestAlgorithm> wanted)
            throws IOException, InterruptedException {
        for (DigestAlgorithm algorithm : new TreeSet<>(wanted)) {
            Optional<String> script = script(algorithm).filter(_ -> !missing.contains(algorithm));
            if (script.isEmpty()) {
                continue;
            }
            Optional<ShellAnswer> answer =
                    shell.run(ShellScript.of(script.get(), path, path, path, path));
            if (answer.isEmpty() || answer.get().status() == NO_FILE) {
                return Optional.empty();
            }
            Optional<Checksum> digest = parse(algorithm, answer.get());
            if (digest.isPresent()) {
                return digest;
            }
            if (answer.get().status() == NO_PROGRAM) {
                missing.add(algorithm);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> script(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> Optional.of(script("sha256", "256"));
            case SHA_512 -> Optional.of(script("sha512", "512"));
            case SHA_1 -> Optional.of(script("sha1", "1"));
            case MD5 -> Optional.of(script("md5", ""));
            case SHA3_256, CRC64NVME, CRC32, CRC32C, ADLER32 -> Optional.empty();
        };
    }

    /**
     * @param name as OpenSSL and BSD have it
     * @param sha for the program of Perl; empty where it has none
     */
    private static String script(String name, String sha) {
        return SCRIPT.replace("GNU", name + "sum")
                .replace("SHA", sha)
                .replace("OPENSSL", name)
                .replace("BSD", name);
    }

    /** {@code hex -}, {@code (stdin)= hex}, or {@code hex}. */
    private static Optional<Checksum> parse(DigestAlgorithm algorithm, ShellAnswer answer) {
        Matcher digits =
                Pattern.compile(
                                "(?:.*= ?)?([0-9a-fA-F]{"
                                        + 2 * algorithm.length()
                                        + "})(?: +\\*?-)?")
                        .matcher(answer.output().strip());
        return answer.status() == 0 && digits.matches()
                ? Optional.of(new Checksum(algorithm, digits.group(1)))
                : Optional.empty();
    }
}
