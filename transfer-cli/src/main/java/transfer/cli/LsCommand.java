package transfer.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import transfer.checksum.Checksum;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** {@code transfer ls URL...}: what is in directories. */
final class LsCommand {
    /** After so many lines somebody is asked whether they are still read. */
    private static final int SOME = 1000;

    private static final int SIZE_WIDTH = 15;

    private final Session session;
    private final ParseResult options;
    private final boolean wholeUrls;
    private int lines;
    private boolean unread;

    LsCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
        this.wholeUrls = options.matchedPositionalValue(0, List.of()).size() > 1;
    }

    static void addOptions(CommandSpec spec) {
        spec.addOption(
                EngineFlags.flag("-l", "--long")
                        .description(
                                "Print size in bytes and time of the last change before each name,"
                                        + " and behind it the digest where the list tells one.")
                        .build());
        spec.addOption(
                EngineFlags.flag("-r", "--recursive")
                        .description("Go into directories, as deep as they are.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--no-wildcards")
                        .description("Take *, ?, [ and backslashes for what they are in names.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--json")
                        .description("Print JSON, one object a line (docs/ls.md).")
                        .build());
    }

    ExitCode call() throws ProgramException {
        Questioning questioning = new Questioning(session, options);
        ExitCode code = questioning.each((lookup, place) -> list(lookup, place, questioning));
        endPage();
        return unread ? ExitCode.INTERRUPTED : code;
    }

    private void list(Lookup lookup, Place place, Questioning questioning)
            throws TransferException, InterruptedException {
        if (unread) {
            return;
        }
        boolean recursive = is("--recursive");
        PathPattern pattern =
                is("--no-wildcards")
                        ? PathPattern.everythingIn(place.url(), recursive)
                        : PathPattern.of(place.url(), recursive);
        new Listing(lookup, place, pattern, viewer(questioning)).run();
    }

    private Listing.Viewer viewer(Questioning questioning) {
        return new Listing.Viewer() {
            @Override
            public boolean shows(Listing.Item item) {
                session.print(line(item));
                if (++lines % SOME == 0) {
                    endPage();
                }
                return !unread;
            }

            @Override
            public void misses(TransferUrl directory, TransferException failure) {
                endPage(); // so that on a terminal it stands behind the names above
                questioning.failed(directory, failure);
            }
        };
    }

    private boolean is(String flag) {
        return options.matchedOptionValue(flag, false);
    }

    /** Whoever reads only the first lines, as {@code head} does, wants to hear no complaint. */
    private void endPage() {
        unread |= session.surroundings().output().checkError();
    }

    private String line(Listing.Item item) {
        if (is("--json")) {
            return json(item);
        }
        String name =
                (wholeUrls ? whole(item.url()) : item.path()) + (endsInSlash(item) ? "/" : "");
        String shown = session.surroundings().outputIsTerminal() ? Log.oneLine(name) : name;
        return (is("--long") ? described(shown, item.stat()) : shown) + "\n";
    }

    private boolean endsInSlash(Listing.Item item) {
        return item.isDirectory() && !(wholeUrls && item.url().path().endsWith("/"));
    }

    private static String whole(TransferUrl url) {
        return url.isLocal() ? url.path() : url.toString();
    }

    private static String described(String name, Optional<FileStat> stat) {
        // what SFTP tells of directories is that of their own tables
        OptionalLong size =
                stat.filter(known -> known.kind() != FileStat.Kind.DIRECTORY)
                        .map(FileStat::size)
                        .orElse(OptionalLong.empty());
        String bytes = size.isPresent() ? Long.toString(size.getAsLong()) : "-";
        String time =
                stat.flatMap(FileStat::modified)
                        .map(modified -> modified.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("-                   ");
        String digests =
                stat.stream()
                        .flatMap(known -> known.digests().stream())
                        .map(LsCommand::digest)
                        .collect(Collectors.joining());
        return " ".repeat(Math.max(0, SIZE_WIDTH - bytes.length()))
                + bytes
                + "  "
                + time
                + "  "
                + name
                + digests;
    }

    private static String digest(Checksum digest) {
        return "  " + digest.algorithm().fieldName() + ":" + digest.hex();
    }

    /** The name may have bytes of any sort, and the object is as that of {@code stat}. */
    static String json(Listing.Item item) {
        return JsonLine.of(json -> {
            json.writeStringField("name", item.path());
            if (item.stat().isPresent()) {
                StatCommand.write(json, item.url(), item.stat().get());
            } else {
                json.writeStringField("url", item.url().toString());
            }
        })
                + "\n";
    }
}
