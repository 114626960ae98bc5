package transfer.protocol.ftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;

/**
 * What is in a directory: by MLSD (RFC 3659, 7), whose lines have one form, else by LIST, whose
 * lines are made for people. Of those the library reads what the usual systems write; a name that
 * holds {@code " -> "} is uncertain there where it is a link's.
 */
final class FtpListing {
    /** They are kept in memory, and whoever asked makes more of each. */
    private static final int MOST_NAMES = 1_000_000;

    private final FtpConnection connection;

    FtpListing(FtpConnection connection) {
        this.connection = connection;
    }

    /**
     * Every name but {@code .} and {@code ..}.
     *
     * @throws FtpRefusal when the server does not list it
     * @throws FtpExcess when there are more than anybody can use
     */
    List<FtpEntry> of(FtpPath directory) throws IOException {
        return of(directory, _ -> true);
    }

    /** What is listed under this name, however many others are. */
    Optional<FtpEntry> find(FtpPath path) throws IOException {
        return of(path.parent().orElseThrow(), called(path)).stream().findFirst();
    }

    /** As {@link #find}, by LIST, which tells links from what they point to on a Unix. */
    Optional<FtpEntry> findByList(FtpPath path) throws IOException {
        return byList(path.parent().orElseThrow(), called(path)).stream().findFirst();
    }

    /** The directories in a directory and no links to some. */
    List<FtpEntry> trueDirectories(FtpPath directory) throws IOException {
        return byList(directory, entry -> entry.kind() == FtpEntry.Kind.DIRECTORY);
    }

    private static Predicate<FtpEntry> called(FtpPath path) {
        return entry -> entry.name().equals(path.name());
    }

    private List<FtpEntry> of(FtpPath directory, Predicate<FtpEntry> wanted) throws IOException {
        if (connection.features().has("MLST")) {
            try {
                return entries("MLSD", directory.argument(), FtpListing::parsed, wanted);
            } catch (FtpRefusal e) {
                if (!e.reply().isUnknownCommand()) {
                    throw e;
                }
            }
        }
        return byList(directory, wanted);
    }

    private static Optional<FtpEntry> parsed(String line) {
        return FtpFacts.parse(line)
                .filter(facts -> !facts.isListedDirectory() && isName(facts.name()))
                .map(facts -> new FtpEntry(facts.name(), FtpState.of(facts)));
    }

    /** The directory is entered first: its name could be taken for an option or a pattern. */
    private List<FtpEntry> byList(FtpPath directory, Predicate<FtpEntry> wanted)
            throws IOException {
        String back = connection.home();
        if (!directory.wire().isEmpty()) {
            connection.require("CWD", directory.argument());
        }
        boolean listed = false;
        try {
            List<FtpEntry> entries = withHidden(wanted);
            listed = true;
            return entries;
        } catch (FtpRefusal e) {
            listed = true;
            throw e;
        } finally {
            if (listed && !directory.wire().isEmpty()) {
                connection.goHome(back);
            }
        }
    }

    /** With the hidden ones where the server knows the option of {@code ls}. */
    private List<FtpEntry> withHidden(Predicate<FtpEntry> wanted) throws IOException {
        FtpReply system = connection.send("SYST", "");
        String name = system.isDone() ? system.lines().getFirst().substring(3).strip() : "UNIX";
        try {
            return entries("LIST", "-a", lineParser(name), wanted);
        } catch (FtpRefusal _) {
            return entries("LIST", "", lineParser(name), wanted);
        }
    }

    /** For one listing: where there is a first line that tells of what form the others are. */
    private static Function<String, Optional<FtpEntry>> lineParser(String system) {
        FTPFileEntryParser parser =
                new DefaultFTPFileEntryParserFactory().createFileEntryParser(known(system));
        AtomicBoolean begun = new AtomicBoolean();
        return line -> {
            List<String> lines = new ArrayList<>(List.of(line));
            List<String> left = begun.getAndSet(true) ? lines : parser.preParse(lines);
            return left.stream().findFirst().map(parser::parseFTPEntry).flatMap(FtpListing::entry);
        };
    }

    /** The library refuses a system that it does not know; most of those list as Unix does. */
    private static String known(String system) {
        return Stream.of("UNIX", "WINDOWS", "OS/2", "OS/400", "VMS", "MVS", "NETWARE", "TYPE: L8")
                        .anyMatch(system.toUpperCase(Locale.ROOT)::contains)
                ? system
                : "UNIX";
    }

    private static Optional<FtpEntry> entry(FTPFile file) {
        if (file.getName() == null || !isName(file.getName())) {
            return Optional.empty();
        }
        FtpEntry.Kind kind =
                switch (file.getType()) {
                    case FTPFile.FILE_TYPE -> FtpEntry.Kind.FILE;
                    case FTPFile.DIRECTORY_TYPE -> FtpEntry.Kind.DIRECTORY;
                    case FTPFile.SYMBOLIC_LINK_TYPE -> FtpEntry.Kind.LINK;
                    default -> FtpEntry.Kind.OTHER;
                };
        OptionalLong size =
                file.getSize() >= 0 ? OptionalLong.of(file.getSize()) : OptionalLong.empty();
        return Optional.of(new FtpEntry(file.getName(), FtpState.of(kind, size)));
    }

    /** A server must not lead us out of its directory. */
    private static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0;
    }

    private List<FtpEntry> entries(
            String command,
            String argument,
            Function<String, Optional<FtpEntry>> parser,
            Predicate<FtpEntry> wanted)
            throws IOException {
        List<FtpEntry> entries = new ArrayList<>();
        try (FtpChannel data = connection.transfer(command, argument)) {
            FtpLines lines = new FtpLines(data);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                line.flatMap(parser).filter(wanted).ifPresent(entries::add);
                if (entries.size() > MOST_NAMES) {
                    throw new FtpExcess("the directory has more than " + MOST_NAMES + " names");
                }
            }
        }
        connection.end();
        return entries;
    }
}
