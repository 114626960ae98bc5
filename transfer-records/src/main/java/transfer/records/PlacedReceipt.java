package transfer.records;

import transfer.protocol.ByteText;
import transfer.protocol.TransferUrl;

/**
 * A receipt, and where its file is now.
 *
 * @param place the same as the receipt's destination, unless the file was moved since
 */
public record PlacedReceipt(Receipt receipt, TransferUrl place) {

    /** Whether a part of the place was blanked when the receipt was written. */
    static boolean isBlanked(String url) {
        return url.contains("***");
    }

    /**
     * A URL as RFC 3986 has it, for others to read: characters that it has no room for as
     * percent-escapes. A path of this machine has no escapes of its own, so that every percent sign
     * in it is one; what a server's URL has stays.
     */
    static String uri(TransferUrl url) {
        return url.isLocal() ? "file://" + escaped(url.path(), "%#?") : escaped(url.toString(), "");
    }

    /**
     * With percent-escapes for blanks, control characters, bytes that are not UTF-8, everything
     * that no URI may hold, and what else is given.
     */
    static String escaped(String text, String more) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte octet : ByteText.encode(text)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c > ' ' && c < 0x7F && "\"<>\\^`{|}".indexOf(c) < 0;
            if (plain && more.indexOf(c) < 0) {
                escaped.append(c);
            } else {
                escaped.append('%');
                escaped.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                escaped.append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return escaped.toString();
    }
}
