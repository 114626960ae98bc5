package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.ByteText;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/**
 * Digests of files as {@code sha256sum} and its relatives print them, in either of their two forms:
 * {@code 5891b5… name} and {@code SHA256 (name) = 5891b5…}.
 *
 * @param defects what is no such line, a sentence for each
 */
record ChecksumList(List<Line> lines, List<String> defects) {
    private static final Pattern PLAIN =
            Pattern.compile("(\\\\?)([0-9A-Fa-f]+) [ *](.+)", Pattern.DOTALL);

    private static final Pattern TAGGED =
            Pattern.compile("(\\\\?)([0-9A-Za-z/-]+) \\((.+)\\) = ([0-9A-Fa-f]+)", Pattern.DOTALL);

    /** What a digest without a name is taken for, by its length. */
    private static final List<DigestAlgorithm> USUAL =
            List.of(
                    DigestAlgorithm.SHA_256,
                    DigestAlgorithm.SHA_512,
                    DigestAlgorithm.SHA_1,
                    DigestAlgorithm.MD5);

    /**
     * A file and what it has to be.
     *
     * @param shown the name as it is written, without the login of a URL
     */
    record Line(Checksum expected, Place place, String shown) {}

    /**
     * Reads a list.
     *
     * @param name a local file, or {@code -} for standard input
     * @param algorithm of lines that do not name one; empty to tell it by their length
     * @throws ProgramException when it cannot be read, or holds no digest at all
     */
    static ChecksumList read(Session session, String name, Optional<DigestAlgorithm> algorithm)
            throws ProgramException {
        byte[] bytes;
        TransferUrl url = Session.place(name).url();
        if (!name.equals("-") && !url.isLocal()) {
            throw ProgramException.usage(
                    "'" + Log.oneLine(url.toString()) + "' is no local file: copy the list first");
        }
        try (InputStream in =
                name.equals("-")
                        ? session.surroundings().input()
                        : Files.newInputStream(url.toPath())) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw ProgramException.usage("cannot read the digests: " + Log.oneLine(IoReason.of(e)));
        }
        ChecksumList list = parse(ByteText.decode(bytes), name, algorithm);
        if (list.lines().isEmpty()) {
            throw ProgramException.usage(
                    Log.oneLine(name) + " holds no digests as sha256sum prints them");
        }
        return list;
    }

    /** Empty lines and those that begin with a number sign say nothing. */
    static ChecksumList parse(String text, String name, Optional<DigestAlgorithm> algorithm) {
        List<Line> lines = new ArrayList<>();
        List<String> defects = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (content.isBlank() || content.startsWith("#")) {
                continue;
            }
            try {
                lines.add(line(content, algorithm));
            } catch (IllegalArgumentException | MalformedUrlException e) {
                defects.add(
                        Log.oneLine(name)
                                + ", line "
                                + number
                                + ": no digest as sha256sum prints it: "
                                + Log.oneLine(e.getMessage()));
            }
        }
        return new ChecksumList(lines, defects);
    }

    private static Line line(String text, Optional<DigestAlgorithm> algorithm)
            throws MalformedUrlException {
        Matcher tagged = TAGGED.matcher(text);
        if (tagged.matches()) {
            DigestAlgorithm named = ChecksumCommand.algorithm(tagged.group(2));
            return line(new Checksum(named, tagged.group(4)), tagged.group(1), tagged.group(3));
        }
        Matcher plain = PLAIN.matcher(text);
        if (!plain.matches()) {
            throw new IllegalArgumentException("it has not their form");
        }
        String hex = plain.group(2);
        DigestAlgorithm told = algorithm.orElseGet(() -> byLength(hex.length()));
        return line(new Checksum(told, hex), plain.group(1), plain.group(3));
    }

    private static DigestAlgorithm byLength(int digits) {
        return USUAL.stream()
                .filter(algorithm -> algorithm.length() * 2 == digits)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "which algorithm has "
                                        + digits
                                        + " digits? Say it with --algorithm"));
    }

    private static Line line(Checksum expected, String backslash, String written)
            throws MalformedUrlException {
        String name = backslash.isEmpty() ? written : unescaped(written);
        TransferUrl url = TransferUrl.parse(name);
        return new Line(
                expected,
                new Place(url, transfer.credentials.Site.UNNAMED),
                url.isLocal() ? name : url.toString());
    }

    private static String unescaped(String written) {
        StringBuilder name = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\') {
                name.append(c);
                continue;
            }
            i++;
            name.append(
                    switch (i < written.length() ? written.charAt(i) : ' ') {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case '\\' -> '\\';
                        default -> throw new IllegalArgumentException("a lone backslash");
                    });
        }
        return name.toString();
    }
}
