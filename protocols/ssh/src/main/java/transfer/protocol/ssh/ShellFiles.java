package transfer.protocol.ssh;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;

/**
 * Files of a server by way of its shell and the programs of POSIX: everything but their content.
 * Each method answers empty when the server gives us no shell.
 */
final class ShellFiles {
    private static final int REFUSED = 64;
    private static final int GONE = 66;
    private static final int HOME = 67;
    private static final int DIRECTORY = 68;

    /** GNU and others, then BSD and macOS, then what POSIX promises. */
    private static final String STAT =
            """
            p={}
            stat -L -c 'S %f %s %Y %i.%Z' "$p" 2>/dev/null ||
            stat -L -f 'S %Xp %z %m %i.%c' "$p" 2>/dev/null ||
            ls -ldLn "$p" 2>&1
            """;

    private static final Pattern STATED =
            Pattern.compile("S ([0-9a-fA-F]+) ([0-9]+) (-?[0-9]+) ([0-9.-]+)\\s*");

    private static final Pattern LISTED =
            Pattern.compile(
                    "([-a-z])[-a-zA-Z]{9}\\S* +\\d+ +\\d+ +\\d+ +(\\d+) .*", Pattern.DOTALL);

    private static final int TYPE = 0170000;
    private static final int TYPE_FILE = 0100000;
    private static final int TYPE_DIRECTORY = 0040000;

    private final RemoteShell shell;
    private final Provenance provenance;
    private final SshConnection connection;

    ShellFiles(SshConnection connection, Provenance provenance) {
        this.shell = connection.shell();
        this.connection = connection;
        this.provenance = provenance;
    }

    private Optional<ShellAnswer> run(Errand errand, String template, String... names)
            throws TransferException, InterruptedException {
        try {
            return shell.run(ShellScript.of(template, names));
        } catch (IOException e) {
            throw SshFailures.lost(errand, connection, e);
        }
    }

    /** The answer of a script that was to succeed. */
    private String done(Errand errand, ShellAnswer answer) throws TransferException {
        if (answer.status() != 0) {
            throw ShellFailures.of(errand, answer.output(), provenance);
        }
        return answer.output();
    }

    private TransferException failure(Errand errand, FailureKind kind, String reason) {
        return ShellFailures.failure(errand, kind, reason, provenance);
    }

    /** What is there, links followed. */
    Optional<FileStat> stat(Errand errand, String path)
            throws TransferException, InterruptedException {
        Optional<ShellAnswer> answer = run(errand, STAT, path);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        String told = done(errand, answer.get());
        Matcher stated = STATED.matcher(told);
        if (stated.matches()) {
            return Optional.of(stated(stated));
        }
        Matcher listed = LISTED.matcher(told);
        if (!listed.matches()) {
            throw failure(errand, FailureKind.UNSUPPORTED, "the server's shell tells no sizes");
        }
        FileStat.Kind kind =
                switch (listed.group(1)) {
                    case "-" -> FileStat.Kind.FILE;
                    case "d" -> FileStat.Kind.DIRECTORY;
                    default -> FileStat.Kind.OTHER;
                };
        return Optional.of(
                fileStat(
                        kind,
                        Long.parseLong(listed.group(2)),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()));
    }

    private FileStat stated(Matcher stated) {
        int mode = Integer.parseInt(stated.group(1), 16);
        FileStat.Kind kind =
                switch (mode & TYPE) {
                    case TYPE_FILE -> FileStat.Kind.FILE;
                    case TYPE_DIRECTORY -> FileStat.Kind.DIRECTORY;
                    default -> FileStat.Kind.OTHER;
                };
        String mark = stated.group(2) + " " + stated.group(3) + " " + stated.group(4);
        return fileStat(
                kind,
                Long.parseLong(stated.group(2)),
                Optional.of(Instant.ofEpochSecond(Long.parseLong(stated.group(3)))),
                kind == FileStat.Kind.FILE ? Optional.of(new Identity(mark)) : Optional.empty(),
                OptionalInt.of(mode & 0777));
    }

    private FileStat fileStat(
            FileStat.Kind kind,
            long size,
            Optional<Instant> modified,
            Optional<Identity> identity,
            OptionalInt mode) {
        return new FileStat(
                kind,
                kind == FileStat.Kind.FILE ? OptionalLong.of(size) : OptionalLong.empty(),
                modified,
                identity,
                List.of(),
                mode,
                provenance);
    }

    /** Makes a directory and those above it. */
    boolean makeDirectory(Errand errand, String path)
            throws TransferException, InterruptedException {
        Optional<ShellAnswer> answer =
                run(errand, "p={}\n[ -d \"$p\" ] || mkdir -p \"$p\" 2>&1", path);
        if (answer.isPresent()) {
            done(errand, answer.get());
        }
        return answer.isPresent();
    }

    /** The names in a directory. */
    Optional<List<String>> list(Errand errand, String path)
            throws TransferException, InterruptedException {
        Optional<ShellAnswer> answer =
                run(
                        errand,
                        """
                        p={}
                        ls -ldL "$p" 2>&1 >/dev/null || exit 64
                        [ -d "$p" ] || exit 68
                        cd "$p" 2>&1 && find . ! -name . -prune -print0 2>&1
                        """,
                        path);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        if (answer.get().status() == DIRECTORY) {
            throw failure(errand, FailureKind.BAD_REQUEST, "it is no directory");
        }
        return Optional.of(
                Arrays.stream(done(errand, answer.get()).split("\0"))
                        .filter(name -> name.startsWith("./"))
                        .map(name -> name.substring(2))
                        .toList());
    }

    /**
     * Removes a file, a link, or if asked a directory with its content.
     *
     * @return whether something was there
     */
    Optional<Boolean> remove(Errand errand, String path, boolean recursive)
            throws TransferException, InterruptedException {
        Optional<ShellAnswer> answer =
                run(
                        errand,
                        """
                        p={}
                        said=$(ls -ld "$p" 2>&1 >/dev/null) || { printf %s "$said"; exit 66; }
                        if [ -L "$p" ] || [ ! -d "$p" ]; then rm -f "$p" 2>&1; exit; fi
                        """
                                + (recursive
                                        ? """
                                        d=$(cd "$p" 2>/dev/null && pwd -P; echo .)
                                        h=$(cd 2>/dev/null && pwd -P; echo .)
                                        d=${d%??}
                                        case "${h%??}/" in "${d%/}/"*) exit 67;; esac
                                        rm -rf "$p" 2>&1
                                        """
                                        : "exit 68"),
                        withoutSlash(path));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        switch (answer.get().status()) {
            case GONE -> {
                TransferException reason =
                        ShellFailures.of(errand, answer.get().output(), provenance);
                if (reason.kind() != FailureKind.NOT_FOUND) {
                    throw reason;
                }
                return Optional.of(false);
            }
            case HOME ->
                    throw failure(
                            errand,
                            FailureKind.BAD_REQUEST,
                            "the root and the log-in directory are never removed");
            case DIRECTORY -> throw failure(errand, FailureKind.BAD_REQUEST, "it is a directory");
            default -> done(errand, answer.get());
        }
        return Optional.of(true);
    }

    private static String withoutSlash(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /**
     * Where a file is to be written that is asked for under this path: links are followed, the
     * directories above it are made.
     *
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when anything but a file is there
     */
    Optional<String> target(Errand errand, String path)
            throws TransferException, InterruptedException {
        Optional<ShellAnswer> answer =
                run(
                        errand,
                        """
                        p={}
                        if [ -L "$p" ]; then p=$(readlink -f "$p" && echo .) || exit 64; p=${p%??}; fi
                        [ -d "$p" ] && exit 68
                        if [ -e "$p" ] && [ ! -f "$p" ]; then exit 65; fi
                        d=$(dirname "$p" && echo .); d=${d%??}
                        [ -d "$d" ] || mkdir -p "$d" 2>&1 || exit 1
                        printf %s "$p"
                        """,
                        path);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        return switch (answer.get().status()) {
            case DIRECTORY -> throw failure(errand, FailureKind.BAD_REQUEST, "it is a directory");
            case REFUSED ->
                    throw failure(errand, FailureKind.BAD_REQUEST, "it is a link to nowhere");
            case 65 ->
                    throw failure(
                            errand,
                            FailureKind.BAD_REQUEST,
                            "something is there that is no ordinary file");
            default -> Optional.of(done(errand, answer.get()));
        };
    }

    /**
     * Gives a file its mode and the name of another, which it replaces.
     *
     * @param mode permission bits; empty to leave them
     */
    void publish(Errand errand, String hidden, String target, OptionalInt mode)
            throws TransferException, InterruptedException {
        String chmod =
                mode.isPresent()
                        ? "chmod %o \"$h\" 2>&1 || exit 1\n".formatted(mode.getAsInt())
                        : "";
        ShellAnswer answer =
                run(
                                errand,
                                "h={}\np={}\n"
                                        + chmod
                                        + "[ -d \"$p\" ] && exit 68\nmv -f \"$h\" \"$p\" 2>&1",
                                hidden,
                                target)
                        .orElseThrow(() ->
                                failure(errand, FailureKind.UNSUPPORTED, "the shell is gone"));
        if (answer.status() == DIRECTORY) {
            throw failure(errand, FailureKind.BAD_REQUEST, "it is a directory");
        }
        done(errand, answer);
    }
}
