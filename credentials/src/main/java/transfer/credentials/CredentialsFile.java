package transfer.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A credentials file: sections of keys and values, in the dialect of Python's {@code configparser},
 * in which users have them.
 *
 * <ul>
 *   <li>{@code [section]}: case matters; the name goes to the line's last bracket, so that it can
 *       hold an IPv6 address. What {@code [DEFAULT]} says holds in every section.
 *   <li>{@code key = value} or {@code key: value}: the first of the two signs counts, the key is
 *       folded to lower case, blanks around both are dropped.
 *   <li>A line indented deeper than its key goes on with the value; they are joined with a line
 *       feed. Otherwise indentation means nothing.
 *   <li>A line whose first character is {@code #} or {@code ;} is a comment.
 *   <li>{@code %%} is a percent sign, {@code %(key)s} another value of the section; any other
 *       percent sign is an error of that value only.
 * </ul>
 *
 * <p>Messages name lines, sections and keys, never what a line says.
 */
final class CredentialsFile {
    private static final String DEFAULTS = "DEFAULT";
    // as in the dialect's origin, so that a file that works there works here
    private static final int DEEPEST = 10;

    private final String name;
    private final Map<String, Map<String, Written>> sections;
    private final Map<String, Written> defaults;

    private CredentialsFile(
            String name,
            Map<String, Map<String, Written>> sections,
            Map<String, Written> defaults) {
        this.name = name;
        this.sections = sections;
        this.defaults = defaults;
    }

    /** A value as it stands in the file, and the line of its key. */
    private record Written(String value, int line) {}

    /**
     * The file's content as it is now.
     *
     * @throws CredentialException when it cannot be used, is not text, or a line of it is wrong
     */
    static CredentialsFile read(PrivateFile file) throws CredentialException {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(file.read()))
                            .toString();
            return parse(text, file.path().toString());
        } catch (CharacterCodingException e) {
            throw new CredentialException(
                    "Credentials file " + file.path() + " is not UTF-8 text", e);
        }
    }

    /**
     * @param name the file's, for messages
     * @throws CredentialException naming the line that is wrong
     */
    static CredentialsFile parse(String text, String name) throws CredentialException {
        Parser parser = new Parser(name);
        for (String line : text.lines().toList()) {
            parser.take(line);
        }
        parser.endValue();
        Map<String, Written> defaults = parser.sections.remove(DEFAULTS);
        return new CredentialsFile(name, parser.sections, defaults == null ? Map.of() : defaults);
    }

    String name() {
        return name;
    }

    boolean hasSection(String section) {
        return sections.containsKey(section);
    }

    /** The keys of a section that exists, in lower case, those of {@code [DEFAULT]} included. */
    Set<String> keys(String section) {
        Set<String> keys = new TreeSet<>(defaults.keySet());
        keys.addAll(sections.get(section).keySet());
        return keys;
    }

    /**
     * The value of a key, with what its percent signs stand for.
     *
     * @param section one that exists
     * @param key in lower case
     * @throws CredentialException when a percent sign in it means nothing
     */
    Optional<String> value(String section, String key) throws CredentialException {
        Optional<String> raw = raw(section, key);
        if (raw.isEmpty()) {
            return raw;
        }
        StringBuilder value = new StringBuilder();
        if (!expand(raw.get(), section, value, 1)) {
            throw new CredentialException(
                    "key %s in section [%s] of %s: a percent sign is written %%%%, and %%(key)s stands for another key of the section"
                            .formatted(key, section, name));
        }
        return Optional.of(value.toString());
    }

    /**
     * The line of a key that is there, the first being 1.
     *
     * @param section one that exists
     */
    int line(String section, String key) {
        return written(section, key).orElseThrow().line();
    }

    private Optional<String> raw(String section, String key) {
        return written(section, key).map(Written::value);
    }

    private Optional<Written> written(String section, String key) {
        Written own = sections.get(section).get(key);
        return Optional.ofNullable(own == null ? defaults.get(key) : own);
    }

    /** Whether every percent sign had a meaning. */
    private boolean expand(String raw, String section, StringBuilder into, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        int from = 0;
        for (int percent; (percent = raw.indexOf('%', from)) >= 0; ) {
            into.append(raw, from, percent);
            if (raw.startsWith("%%", percent)) {
                into.append('%');
                from = percent + 2;
                continue;
            }
            int end = raw.indexOf(")s", percent);
            if (!raw.startsWith("%(", percent) || end <= percent + 2) {
                return false;
            }
            String key = raw.substring(percent + 2, end).toLowerCase(Locale.ROOT);
            Optional<String> other = raw(section, key);
            if (other.isEmpty() || !expand(other.get(), section, into, depth + 1)) {
                return false;
            }
            from = end + 2;
        }
        into.append(raw, from, raw.length());
        return true;
    }

    /** Takes a file line by line. */
    private static final class Parser {
        private final String name;
        private final Map<String, Map<String, Written>> sections = new LinkedHashMap<>();
        private final StringBuilder value = new StringBuilder();
        private Map<String, Written> section;
        private String key;
        private int keyLine;
        private int keyIndent;
        private int number;

        Parser(String name) {
            this.name = name;
        }

        void take(String line) throws CredentialException {
            number++;
            String words = line.strip();
            if (words.startsWith("#") || words.startsWith(";")) {
                return;
            }
            if (words.isEmpty()) {
                value.append('\n'); // counts only if more of the value follows
                return;
            }
            int indent = line.indexOf(words);
            if (key != null && indent > keyIndent) {
                value.append('\n').append(words);
                return;
            }
            endValue();
            keyIndent = indent;
            if (words.startsWith("[") && words.lastIndexOf(']') > 1) {
                beginSection(words.substring(1, words.lastIndexOf(']')));
            } else {
                beginKey(words);
            }
        }

        void endValue() {
            if (key != null) {
                section.put(key, new Written(value.toString().stripTrailing(), keyLine));
            }
            key = null;
            value.setLength(0);
        }

        private void beginSection(String title) throws CredentialException {
            // several [DEFAULT] sections are one
            if (sections.containsKey(title) && !title.equals(DEFAULTS)) {
                throw wrong("section [" + title + "] is there already");
            }
            section = sections.computeIfAbsent(title, _ -> new LinkedHashMap<>());
        }

        private void beginKey(String words) throws CredentialException {
            if (section == null) {
                throw wrong("missing section header before this line");
            }
            int separator = separator(words);
            if (separator < 1) {
                throw wrong("neither key = value nor key: value");
            }
            key = words.substring(0, separator).strip().toLowerCase(Locale.ROOT);
            if (section.containsKey(key)) {
                throw wrong("the section has this key already");
            }
            keyLine = number;
            value.append(words.substring(separator + 1).strip());
        }

        private static int separator(String words) {
            int equals = words.indexOf('=');
            int colon = words.indexOf(':');
            return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
        }

        private CredentialException wrong(String words) {
            return new CredentialException(
                    "Credentials file " + name + ", line " + number + ": " + words);
        }
    }
}
