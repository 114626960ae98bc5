package transfer.protocol.ftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    private static final int BUFFER_SIZE = 64 << 10;

    /** Names are kept in memory; a directory with more is none that anybody has. */
    private static final int LARGEST = 1 << 30;

    private final FtpConnection connection;

    FtpListing(FtpConnection connection) {
        this.connection = connection;
    }

    /**
     * Every name but {@code .} and {@code ..}.
     *
     * @throws FtpRefusal when the server does not list it
     */
    List<FtpEntry> of(FtpPath directory) throws IOException {
        if (connection.features().has("MLST")) {
            try {
                return lines("MLSD", directory.argument()).stream()
                        .flatMap(line -> FtpFacts.parse(line).stream())
                        .filter(facts -> !facts.isListedDirectory() && isName(facts.name()))
                        .map(facts -> new FtpEntry(facts.name(), facts.kind(), facts.size()))
                        .toList();
            } catch (FtpRefusal e) {
                if (!e.reply().isUnknownCommand()) {
                    throw e;
                }
            }
        }
        return byList(directory);
    }

    /**
     * By LIST, which tells links from what they point to where the server is a Unix. The directory
     * is entered first: as an argument its name could be taken for an option or a pattern.
     */
    List<FtpEntry> byList(FtpPath directory) throws IOException {
        String back = connection.home();
        if (!directory.wire().isEmpty()) {
            connection.require("CWD", directory.argument());
        }
        boolean listed = false;
        try {
            List<FtpEntry> entries = parsed(withHidden());
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
    private List<String> withHidden() throws IOException {
        try {
            return lines("LIST", "-a");
        } catch (FtpRefusal _) {
            return lines("LIST", "");
        }
    }

    private List<FtpEntry> parsed(List<String> lines) throws IOException {
        FtpReply system = connection.send("SYST", "");
        String name = system.isDone() ? system.lines().getFirst().substring(3).strip() : "UNIX";
        FTPFileEntryParser parser =
                new DefaultFTPFileEntryParserFactory().createFileEntryParser(known(name));
        List<String> entries = parser.preParse(new ArrayList<>(lines));
        return entries.stream()
                .map(parser::parseFTPEntry)
                .flatMap(file -> entry(file).stream())
                .toList();
    }

    /** The library refuses a system that it does not know; most of those list as Unix does. */
    private static String known(String system) {
        return Stream.of("UNIX", "WINDOWS", "OS/2", "OS/400", "VMS", "MVS", "NETWARE", "TYPE: L8")
                        .anyMatch(system.toUpperCase(java.util.Locale.ROOT)::contains)
                ? system
                : "UNIX";
    }

    private static Optional<FtpEntry> entry(FTPFile file) {
        if (file == null || file.getName() == null || !isName(file.getName())) {
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
        return Optional.of(new FtpEntry(file.getName(), kind, size));
    }

    /** A server must not lead us out of its directory. */
    private static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0;
    }

    private List<String> lines(String command, String argument) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (FtpChannel data = connection.transfer(command, argument)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
            while (data.read(buffer) >= 0) {
                text.write(buffer.array(), 0, buffer.position());
                buffer.clear();
                if (text.size() > LARGEST) {
                    throw new IOException("the listing has no end");
                }
            }
        }
        connection.end();
        return Arrays.stream(text.toString(StandardCharsets.ISO_8859_1).split("\n"))
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
