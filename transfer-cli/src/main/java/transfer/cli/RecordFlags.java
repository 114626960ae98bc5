package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import transfer.engine.WorkItem;
import transfer.protocol.TransferUrl;
import transfer.records.Author;
import transfer.records.Receipts;
import transfer.records.ReceiptsFile;
import transfer.records.Recheck;
import transfer.records.RecordsException;
import transfer.records.SigningKey;
import transfer.records.VerifyingKey;

/** The options about what a run leaves behind for later ones. */
final class RecordFlags {
    /** From how many items on a list whose results are kept has a journal without being told. */
    static final int ITEMS_WITHOUT_JOURNAL = 1000;

    private static final Path STANDARD_OUTPUT = Path.of("-");

    private RecordFlags() {}

    /** For the running of a list. */
    static void addJournal(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("FILE", "--journal")
                        .description(
                                "Keep a journal in this file, so that the same command goes on"
                                        + " where this one is killed: what is done is not done"
                                        + " again, and the results have every item once. Taken away"
                                        + " when all is done; kept after failures, which the same"
                                        + " command then does again. A list of more than "
                                        + ITEMS_WITHOUT_JOURNAL
                                        + " items with --json RESULTS has one without being told:"
                                        + " RESULTS.journal.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--no-journal").description("Keep none, whatever it is.").build());
        addRecheck(spec);
    }

    /** For whatever goes on with a journal. */
    static void addRecheck(CommandSpec spec) {
        spec.addOption(
                EngineFlags.choice("HOW", "--recheck", "size", "digest", "none")
                        .description(
                                "How closely a run that goes on looks at files of this machine that"
                                        + " are done. size (the default): size and time of change;"
                                        + " digest: reads them too; none. What is not as it was left"
                                        + " is done again. Files elsewhere are not asked about.")
                        .build());
    }

    /** For commands that bring files somewhere. */
    static void addReceipts(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("FILE", "--receipts")
                        .description(
                                "Add a receipt for every file that arrives to this file, one JSON"
                                        + " object a line, each with the digest of the line before."
                                        + " 'transfer verify' checks files against them later, also"
                                        + " on another machine.")
                        .build());
        spec.addOption(
                EngineFlags.path("KEY", "--sign-with")
                        .description(
                                "Sign the receipts with this Ed25519 key, as 'openssl genpkey"
                                        + " -algorithm ed25519 -out KEY' makes it. Only its owner"
                                        + " may be able to read it.")
                        .build());
    }

    /** For the checking of receipts. */
    static void addVerify(CommandSpec spec) {
        spec.addOption(
                EngineFlags.flag("--deep")
                        .description(
                                "Compare digests too, as the server tells them or else by reading"
                                        + " the files. Otherwise: whether they are there, and their"
                                        + " sizes.")
                        .build());
        addPlaces(spec);
        spec.addOption(
                EngineFlags.value("N", EngineFlags::zeroOrMore, "-n", "--threads")
                        .description(
                                "How many files are looked at at once. 0, the default, means what"
                                        + " PEGASUS_TRANSFER_THREADS says, else 8.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--json")
                        .description(
                                "Print JSON, one object a line for every file and every finding.")
                        .build());
    }

    private static void addPlaces(CommandSpec spec) {
        spec.addOption(
                EngineFlags.several("PUBLIC", String::valueOf, "--key")
                        .description(
                                "A public key, as 'openssl pkey -in KEY -pubout' writes it."
                                        + " Everything must be signed by it, or by another that is"
                                        + " given too. Without one, signatures are not checked.")
                        .build());
        spec.addOption(
                EngineFlags.path("DIR", "--root")
                        .description(
                                "Look for files of the machine that the receipts are from below"
                                        + " this directory: /data/x in DIR/data/x.")
                        .build());
        spec.addOption(
                EngineFlags.several("FROM=TO", PlaceMap.Move::parse, "--map")
                        .description(
                                "Look for what began with FROM under TO; each a path or a URL. May"
                                        + " be given several times, the longest that fits counts.")
                        .build());
    }

    /** For what receipts are made into. */
    static void addExport(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("DIR", "--bagit")
                        .description(
                                "Make a bag (BagIt 1.0, RFC 8493) in this directory, which must be"
                                        + " new or empty.")
                        .build());
        spec.addOption(
                EngineFlags.choice("HOW", "--payload", "link", "copy", "fetch")
                        .description(
                                "How files get into the bag. link (the default): as hard links,"
                                        + " copies where that cannot be; copy: as copies that are"
                                        + " compared with their digests; fetch: not at all, the bag"
                                        + " says where they came from. Files on servers are always"
                                        + " to be fetched from there.")
                        .build());
        spec.addOption(
                EngineFlags.path("FILE", "--ro-crate")
                        .description(
                                "Write metadata as RO-Crate 1.2 has them: DIR/ro-crate-metadata.json"
                                        + " for the files below DIR.")
                        .build());
        spec.addOption(
                EngineFlags.value("TEXT", String::valueOf, "--name")
                        .description("What the crate is called, for people.")
                        .build());
        spec.addOption(
                EngineFlags.value("LICENSE", String::valueOf, "--license")
                        .description("The license of the files in the crate: a URL, or words.")
                        .build());
        addPlaces(spec);
    }

    /**
     * The receipts that are wanted.
     *
     * @throws ProgramException when there is a key and nothing to sign
     */
    static Optional<Reporting.Receipting> receipts(ParseResult options) throws ProgramException {
        Path file = options.matchedOptionValue("--receipts", null);
        Path key = options.matchedOptionValue("--sign-with", null);
        if (file == null && key != null) {
            throw ProgramException.usage(
                    "--sign-with signs receipts; name a file: --receipts FILE");
        }
        boolean durable = options.matchedOptionValue("--durable", false);
        return Optional.ofNullable(file)
                .map(wanted -> new Reporting.Receipting(wanted, Optional.ofNullable(key), durable));
    }

    /**
     * Opens them.
     *
     * @throws ProgramException when file or key cannot be used
     */
    static ReceiptsFile open(
            Reporting.Receipting wanted, Surroundings surroundings, Whereabouts where)
            throws ProgramException {
        try {
            Optional<SigningKey> key =
                    wanted.key().isPresent()
                            ? Optional.of(SigningKey.read(wanted.key().get()))
                            : Optional.empty();
            Author author =
                    new Author(
                            CommandModel.PROGRAM + " " + Program.version(),
                            surroundings.user(),
                            where.node().orElse("unknown"));
            return ReceiptsFile.open(
                    wanted.file(),
                    new ReceiptsFile.Terms(author, key, wanted.durable(), surroundings.clock()));
        } catch (RecordsException e) {
            throw ProgramException.configuration(e.getMessage(), e);
        } catch (IOException e) {
            throw ProgramException.configuration(
                    "the receipts cannot be written: " + IoReason.of(e), e);
        }
    }

    /** Where the journal of such a list is to be; empty for none. */
    static Optional<Path> journal(ParseResult options, int items) {
        if (options.matchedOptionValue("--no-journal", false)) {
            return Optional.empty();
        }
        Path named = options.matchedOptionValue("--journal", null);
        Path results = options.matchedOptionValue("--json", null);
        if (named != null
                || items <= ITEMS_WITHOUT_JOURNAL
                || results == null
                || results.equals(STANDARD_OUTPUT)) {
            return Optional.ofNullable(named);
        }
        return Optional.of(results.resolveSibling(results.getFileName() + ".journal"));
    }

    /**
     * Looks whether a file that is written is another one of the run too, or changed by an item.
     *
     * @param isList whether the items may have a journal
     * @throws ProgramException when one is; results may replace those that were read for {@code
     *     --retry-from}
     */
    static void checkFiles(ParseResult options, List<WorkItem> items, boolean isList)
            throws ProgramException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String option : List.of("--file", "--retry-from", "--sign-with")) {
            put(files, option, options.matchedOptionValue(option, null));
        }
        int read = files.size();
        put(files, "--json", options.matchedOptionValue("--json", null));
        put(files, "--receipts", options.matchedOptionValue("--receipts", null));
        put(files, "--journal", journal(options, isList ? items.size() : 0).orElse(null));
        List<String> names = List.copyOf(files.keySet());
        for (int second = read; second < names.size(); second++) {
            for (int first = 0; first < second; first++) {
                check(names.get(first), names.get(second), files);
            }
        }
        for (String option : names.subList(read, names.size())) {
            checkItems(option, files.get(option), items);
        }
    }

    private static void checkItems(String option, Path file, List<WorkItem> items)
            throws ProgramException {
        String name = TransferUrl.ofPath(file.toAbsolutePath()).path();
        String last = name.substring(name.lastIndexOf('/') + 1);
        for (WorkItem item : items) {
            TransferUrl target = item.target().url();
            // a look at the name first: lists are long
            if (target.isLocal() && target.path().endsWith(last) && isSame(file, target.toPath())) {
                throw ProgramException.usage(
                        option
                                + " names "
                                + Log.oneLine(file.toString())
                                + ", which item "
                                + item.position().item()
                                + " is about to change");
            }
        }
    }

    private static void put(Map<String, Path> files, String option, Path file) {
        if (file != null && !file.equals(STANDARD_OUTPUT)) {
            files.put(option, file);
        }
    }

    private static void check(String first, String second, Map<String, Path> files)
            throws ProgramException {
        boolean replaced = first.equals("--retry-from") && second.equals("--json");
        if (!replaced && isSame(files.get(first), files.get(second))) {
            throw ProgramException.usage(
                    first
                            + " and "
                            + second
                            + " both name "
                            + Log.oneLine(files.get(first).toString())
                            + "; each needs a file of its own");
        }
    }

    /** Whether two names are those of one file; terminals and the like may have several uses. */
    private static boolean isSame(Path first, Path second) {
        try {
            return Files.exists(first) && Files.exists(second)
                    ? Files.isRegularFile(first) && Files.isSameFile(first, second)
                    : first.toAbsolutePath()
                            .normalize()
                            .equals(second.toAbsolutePath().normalize());
        } catch (IOException _) {
            return false; // whoever opens it says why
        }
    }

    static Recheck recheck(ParseResult options) {
        return Recheck.valueOf(
                options.matchedOptionValue("--recheck", "size").toUpperCase(Locale.ROOT));
    }

    /** The options under which an item counts as done, for the journal. */
    static String terms(ParseResult options) {
        String links =
                options.matchedOptionValue("--symlink-any-site", false)
                        ? "any-site"
                        : options.matchedOptionValue("--symlink", false) ? "same-site" : "none";
        return "verify=" + options.matchedOptionValue("--verify", "prefer") + ",symlinks=" + links;
    }

    /**
     * Reads a file of receipts.
     *
     * @throws ProgramException when it cannot be read, or is none
     */
    static Receipts read(Session session, String name, List<VerifyingKey> keys)
            throws ProgramException {
        Path file = session.surroundings().directory().resolve(name);
        try (InputStream input = Files.newInputStream(file)) {
            return Receipts.read(input, keys);
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.BAD_USAGE, "the receipts cannot be read: " + IoReason.of(e), e);
        } catch (RecordsException e) {
            throw new ProgramException(
                    ExitCode.BAD_USAGE, Log.oneLine(name) + ": " + e.getMessage(), e);
        }
    }

    /** The public keys that are named. */
    static List<VerifyingKey> keys(Session session, ParseResult options) throws ProgramException {
        List<VerifyingKey> keys = new ArrayList<>();
        List<String> files = options.matchedOptionValue("--key", List.of());
        for (String file : files) {
            try {
                keys.add(VerifyingKey.read(session.surroundings().directory().resolve(file)));
            } catch (RecordsException e) {
                throw ProgramException.configuration(e.getMessage(), e);
            } catch (IOException e) {
                throw ProgramException.configuration(
                        "the key cannot be read: " + IoReason.of(e), e);
            }
        }
        return keys;
    }

    /** Where files are to be looked for. */
    static PlaceMap map(ParseResult options) {
        Path root = options.matchedOptionValue("--root", null);
        List<PlaceMap.Move> moves = options.matchedOptionValue("--map", List.of());
        return new PlaceMap(
                Optional.ofNullable(root).map(path -> TransferUrl.ofPath(path).path()), moves);
    }
}
