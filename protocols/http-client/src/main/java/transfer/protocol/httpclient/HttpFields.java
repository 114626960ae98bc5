package transfer.protocol.httpclient;

import java.util.Arrays;
import java.util.Optional;
import okhttp3.Headers;

/**
 * The header fields of a request, in order. Immutable. The library has such a type, too; a request
 * that the library does not send is not to load it.
 */
final class HttpFields {
    static final HttpFields NONE = new HttpFields();

    /** Names and values in turn. */
    private final String[] texts;

    private HttpFields(String... texts) {
        this.texts = texts;
    }

    static HttpFields of(Headers headers) {
        String[] texts = new String[headers.size() * 2];
        for (int i = 0; i < headers.size(); i++) {
            texts[2 * i] = headers.name(i);
            texts[2 * i + 1] = headers.value(i);
        }
        return new HttpFields(texts);
    }

    /** The last value of this name. */
    Optional<String> get(String name) {
        for (int i = texts.length - 2; i >= 0; i -= 2) {
            if (texts[i].equalsIgnoreCase(name)) {
                return Optional.of(texts[i + 1]);
            }
        }
        return Optional.empty();
    }

    /**
     * With this field at the end, and no other of the name.
     *
     * @throws IllegalArgumentException when it holds what is not printable ASCII
     */
    HttpFields with(String name, String value) {
        boolean printable = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            printable &= c >= ' ' && c < 0x7F || c == '\t';
        }
        refuseUnless(printable, name);
        return without(name).and(name, value);
    }

    /**
     * With this field at the end, whose value may hold letters of any script.
     *
     * @throws IllegalArgumentException when it would end the line that it stands in
     */
    HttpFields and(String name, String value) {
        boolean stays = value.indexOf('\r') < 0 && value.indexOf('\n') < 0 && value.indexOf(0) < 0;
        refuseUnless(stays && isName(name), name);
        String[] more = Arrays.copyOf(texts, texts.length + 2);
        more[texts.length] = name;
        more[texts.length + 1] = value;
        return new HttpFields(more);
    }

    /** With this field at the end unless there is one of the name. */
    HttpFields orElse(String name, String value) {
        return get(name).isPresent() ? this : and(name, value);
    }

    private static boolean isName(String name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c > ' ' && c < 0x7F && c != ':';
        }
        return good;
    }

    /** The value is not told: it may be a secret. */
    private static void refuseUnless(boolean good, String name) {
        if (!good) {
            throw new IllegalArgumentException(
                    "the header '" + name + "' holds characters that cannot stand in one");
        }
    }

    HttpFields without(String name) {
        String[] left = new String[texts.length];
        int count = 0;
        for (int i = 0; i < texts.length; i += 2) {
            if (!texts[i].equalsIgnoreCase(name)) {
                left[count++] = texts[i];
                left[count++] = texts[i + 1];
            }
        }
        return count == texts.length ? this : new HttpFields(Arrays.copyOf(left, count));
    }

    /** As lines of a request's head. */
    void appendTo(StringBuilder head) {
        for (int i = 0; i < texts.length; i += 2) {
            head.append(texts[i]).append(": ").append(texts[i + 1]).append("\r\n");
        }
    }

    /** As the library has them. */
    Headers library() {
        Headers.Builder headers = new Headers.Builder();
        for (int i = 0; i < texts.length; i += 2) {
            headers.addUnsafeNonAscii(texts[i], texts[i + 1]);
        }
        return headers.build();
    }
}
