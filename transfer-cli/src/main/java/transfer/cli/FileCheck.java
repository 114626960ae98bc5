package transfer.cli;

import java.nio.file.Files;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.records.Receipt;

/**
 * Compares a file with its receipt. Safe for use by many threads.
 *
 * @param deep whether its digest is computed once more
 */
record FileCheck(Lookup lookup, PlaceMap map, boolean deep) {

    /** How a file compares. */
    enum Outcome {
        RIGHT,
        MISSING,
        OTHER_KIND,
        OTHER_SIZE,
        OTHER_DIGEST,
        /** Nobody could tell now. */
        UNREACHABLE,
        /** Nobody can tell this way. */
        NOT_CHECKED;

        /** What the program as a whole ends with on its account. */
        ExitCode exitCode() {
            return switch (this) {
                case RIGHT -> ExitCode.DONE;
                case UNREACHABLE -> ExitCode.FAILED_FOR_NOW;
                case MISSING, OTHER_KIND, OTHER_SIZE, OTHER_DIGEST, NOT_CHECKED ->
                        ExitCode.FAILED_FOR_GOOD;
            };
        }
    }

    /**
     * What was found.
     *
     * @param name where it was looked for, as a user would write it
     * @param message says what is not right; empty when all is
     */
    record Result(Outcome outcome, String name, String message) {}

    Result check(Receipt receipt) {
        TransferUrl url;
        try {
            url = map.place(receipt.destination());
        } catch (MalformedUrlException e) {
            return new Result(
                    Outcome.NOT_CHECKED, receipt.destination(), "is no place: " + e.getMessage());
        }
        String name = url.isLocal() ? url.path() : url.toString();
        if (!url.isLocal() && url.text().contains("***")) {
            return new Result(
                    Outcome.NOT_CHECKED,
                    name,
                    "has a part that is not told (***); say where it is: --map FROM=TO");
        }
        if (!lookup.knows(url)) {
            return new Result(
                    Outcome.NOT_CHECKED, name, "has the unknown scheme '" + url.scheme() + "'");
        }
        try {
            return receipt.form() == Receipt.Form.LINK && url.isLocal()
                    ? link(url, name)
                    : lookup.ask(
                            new Place(url, transfer.credentials.Site.UNNAMED),
                            (endpoint, place) -> compare(endpoint, place, receipt, name));
        } catch (TransferException e) {
            return failed(e, name);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Result(Outcome.UNREACHABLE, name, "was not looked at: interrupted");
        }
    }

    private static Result link(TransferUrl url, String name) {
        return Files.isSymbolicLink(url.toPath())
                ? new Result(Outcome.RIGHT, name, "")
                : new Result(Outcome.MISSING, name, "is not there as a link");
    }

    private Result compare(Endpoint endpoint, TransferUrl url, Receipt receipt, String name)
            throws TransferException, InterruptedException {
        if (!(endpoint instanceof Inspector inspector)) {
            throw Questioning.unable(url, "cannot say what is there");
        }
        FileStat stat = inspector.stat(url);
        boolean wantsDirectory = receipt.form() == Receipt.Form.DIRECTORY;
        if ((stat.kind() == FileStat.Kind.DIRECTORY) != wantsDirectory) {
            return new Result(
                    Outcome.OTHER_KIND,
                    name,
                    wantsDirectory ? "is no directory" : "is a directory, not a file");
        }
        if (wantsDirectory) {
            return new Result(Outcome.RIGHT, name, "");
        }
        if (stat.size().isPresent() && stat.size().getAsLong() != receipt.size()) {
            return new Result(
                    Outcome.OTHER_SIZE,
                    name,
                    "has " + stat.size().getAsLong() + " bytes, not " + receipt.size());
        }
        if (deep) {
            return digest(endpoint, url, receipt, name);
        }
        return stat.size().isPresent()
                ? new Result(Outcome.RIGHT, name, "")
                : new Result(
                        Outcome.NOT_CHECKED,
                        name,
                        "is there, but its size is not told; --deep reads it");
    }

    private static Result digest(Endpoint endpoint, TransferUrl url, Receipt receipt, String name)
            throws TransferException, InterruptedException {
        Optional<Checksum> expected =
                receipt.digest(DigestAlgorithm.SHA_256)
                        .or(() -> receipt.digests().stream().findFirst());
        if (expected.isEmpty()) {
            return new Result(
                    Outcome.NOT_CHECKED, name, "has no digest in its receipt to compare with");
        }
        Checksum found =
                ChecksumCommand.digest(
                        endpoint,
                        url,
                        expected.get().algorithm(),
                        ReadRequest.WHOLE.pastAllCaches());
        return found.equals(expected.get())
                ? new Result(Outcome.RIGHT, name, "")
                : new Result(
                        Outcome.OTHER_DIGEST, name, "has " + found + ", not " + expected.get());
    }

    private static Result failed(TransferException failure, String name) {
        if (failure.kind() == FailureKind.NOT_FOUND) {
            return new Result(Outcome.MISSING, name, "is not there");
        }
        return new Result(
                failure.kind().isPassing() ? Outcome.UNREACHABLE : Outcome.NOT_CHECKED,
                name,
                "cannot be looked at: " + failure.getMessage());
    }
}
