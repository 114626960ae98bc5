package transfer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ParseResult;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;
import transfer.records.Receipt;
import transfer.records.Receipts;

/**
 * {@code transfer verify RECEIPTS}: whether receipts are as they were written, and files as the
 * receipts say.
 */
final class VerifyCommand {
    private final Session session;
    private final ParseResult options;
    private final boolean json;
    private ExitCode worst = ExitCode.DONE;
    private int wrong;

    VerifyCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
        this.json = options.matchedOptionValue("--json", false);
    }

    ExitCode call() throws ProgramException {
        List<String> names = options.matchedPositionalValue(0, List.of());
        for (String name : names) {
            Receipts receipts = RecordFlags.read(session, name, RecordFlags.keys(session, options));
            try {
                check(name, receipts);
            } catch (InterruptedException _) {
                return ExitCode.INTERRUPTED;
            }
        }
        return worst;
    }

    private void check(String name, Receipts receipts)
            throws ProgramException, InterruptedException {
        for (Receipts.Finding finding : receipts.findings()) {
            tell(name, finding);
        }
        try (Lookup lookup =
                new Lookup(
                        session,
                        EngineFlags.network(options, session.surroundings(), session.log()),
                        EngineFlags.retry(options))) {
            PlaceMap map = RecordFlags.map(options);
            lookup.check(places(receipts, map, lookup));
            FileCheck check =
                    new FileCheck(lookup, map, options.matchedOptionValue("--deep", false));
            int threads = options.matchedOptionValue("--threads", 0);
            InOrder order =
                    new InOrder(
                            threads > 0
                                    ? threads
                                    : new JobEnvironment(session.surroundings().environment())
                                            .threads());
            int before = wrong;
            order.each(receipts.files(), check::check, this::tell);
            session.log().say(summary(name, receipts, wrong - before));
        }
    }

    /** What is no place that anybody here could look at is told with its file. */
    private static List<Place> places(Receipts receipts, PlaceMap map, Lookup lookup) {
        List<Place> places = new ArrayList<>();
        for (Receipt receipt : receipts.files()) {
            try {
                TransferUrl url = map.place(receipt.destination());
                if (lookup.knows(url)) {
                    places.add(new Place(url, transfer.credentials.Site.UNNAMED));
                }
            } catch (MalformedUrlException _) {
                continue; // told when it is its turn
            }
        }
        return places;
    }

    private void tell(String name, Receipts.Finding finding) {
        worst = ExitCode.FAILED_FOR_GOOD;
        session.print(
                json
                        ? JsonLine.of(object -> {
                            object.writeStringField("receipts", name);
                            object.writeNumberField("line", finding.line());
                            object.writeStringField("outcome", "chain");
                            object.writeStringField("message", finding.message());
                        })
                                + "\n"
                        : Log.oneLine(name + ": line " + finding.line() + " " + finding.message())
                                + "\n");
    }

    private void tell(Receipt receipt, FileCheck.Result result) {
        ExitCode code = result.outcome().exitCode();
        if (code != ExitCode.DONE) {
            wrong++;
            worst = worst == ExitCode.FAILED_FOR_GOOD ? worst : code;
        }
        if (json) {
            session.print(
                    JsonLine.of(object -> {
                        object.writeNumberField("line", receipt.line());
                        object.writeStringField("destination", receipt.destination());
                        object.writeStringField("place", result.name());
                        object.writeStringField(
                                "outcome",
                                result.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                        if (!result.message().isEmpty()) {
                            object.writeStringField("message", result.message());
                        }
                    })
                            + "\n");
        } else if (code != ExitCode.DONE) {
            session.print(Log.oneLine(result.name() + ": " + result.message()) + "\n");
        }
    }

    private String summary(String name, Receipts receipts, int bad) {
        int files = receipts.files().size();
        List<String> keys = options.matchedOptionValue("--key", List.of());
        String signatures =
                receipts.signers().isEmpty()
                        ? "not signed"
                        : keys.isEmpty()
                                ? "signed by "
                                        + String.join(
                                                ", ", receipts.signers().stream().sorted().toList())
                                        + ", which only --key checks"
                                : "signatures compared with the keys given";
        return Log.oneLine(
                name
                        + ": "
                        + (files - bad)
                        + " of "
                        + files
                        + " files are as their receipts say; "
                        + receipts.lines()
                        + " lines, "
                        + (receipts.findings().isEmpty()
                                ? "none changed"
                                : receipts.findings().size() + " findings")
                        + ", "
                        + signatures
                        + "; head "
                        + receipts.head());
    }
}
