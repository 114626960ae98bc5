package transfer.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * Where files of receipts are found now: below another directory, or under other prefixes.
 *
 * @param root a directory that stands for the root of the machine the receipts are from
 * @param moves the longest prefix that fits counts
 */
record PlaceMap(Optional<String> root, List<Move> moves) {

    PlaceMap {
        moves =
                moves.stream()
                        .sorted(Comparator.comparingInt((Move m) -> m.from().length()).reversed())
                        .toList();
    }

    /** What began with the one begins with the other now; a path, or a URL. */
    record Move(String from, String to) {
        /** A URL has equals signs too; what follows this one begins like a whole place. */
        private static final Pattern BEFORE_PLACE =
                Pattern.compile("=(?=/|[A-Za-z][A-Za-z0-9+.-]*://)");

        /**
         * Reads {@code FROM=TO}.
         *
         * @throws IllegalArgumentException when it is none
         */
        static Move parse(String text) {
            Matcher whole = BEFORE_PLACE.matcher(text);
            int sign = whole.find() ? whole.start() : text.indexOf('=');
            if (sign < 1 || sign == text.length() - 1) {
                // not repeated: either may hold a password
                throw new IllegalArgumentException("a place is missing before or after the '='");
            }
            return new Move(text.substring(0, sign), text.substring(sign + 1));
        }

        /** Whole names only: {@code /data} is not the beginning of {@code /database}. */
        private boolean fits(String name) {
            return name.startsWith(from)
                    && (name.length() == from.length()
                            || from.endsWith("/")
                            || name.charAt(from.length()) == '/');
        }
    }

    /**
     * Where a destination is now.
     *
     * @throws MalformedUrlException when that is no URL
     */
    TransferUrl place(String destination) throws MalformedUrlException {
        TransferUrl url = TransferUrl.parse(destination);
        String name = url.isLocal() ? url.path() : destination;
        for (Move move : moves) {
            if (move.fits(name) || move.fits(destination)) {
                String fitting = move.fits(name) ? name : destination;
                return asFile(
                        TransferUrl.parse(move.to() + fitting.substring(move.from().length())));
            }
        }
        if (root.isPresent() && url.isLocal()) {
            return TransferUrl.parse(root.get() + (name.startsWith("/") ? "" : "/") + name);
        }
        return asFile(url);
    }

    /** What was made by a link or a move is a file like others when somebody looks at it later. */
    private static TransferUrl asFile(TransferUrl url) {
        return url.isLocal() ? url.withScheme("file") : url;
    }
}
