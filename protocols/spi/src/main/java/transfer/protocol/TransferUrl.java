package transfer.protocol;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A URL exactly as written, with its parts.
 *
 * <p>Not a {@link java.net.URI}, because names in storage are not URI-escaped: nothing is decoded,
 * encoded, collapsed or normalised here. What a family must escape on the wire it escapes itself.
 * Local paths ({@code file:}, {@code symlink:}, {@code moveto:} and bare paths) may hold any byte
 * but NUL, see {@link ByteText}.
 *
 * <p>Immutable. {@link #toString} is fit for logs: passwords and tokens are blanked; {@link #text}
 * is the whole.
 */
public final class TransferUrl {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

    private static final String FILE = "file://";

    /** Schemes of what is inside an archive: the archive's path or URL follows, and no host. */
    private static final Set<String> ARCHIVES =
            Set.of("zip", "jar", "tar", "tgz", "tbz2", "gz", "bz2");

    private static final Pattern LOGIN = Pattern.compile("://[^/?#]*@");

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile(
                    "(?i)([?&#](?:[^=&#]*(?:token|signature|secret|password|passwd|credential|authz|authorization|bearer|api_?key|access_?key)[^=&#]*"
                            + "|sig|key|jwt|pwd)=)[^&#]*");

    /** By the beginning that its maker gave it, or by being longer and odder than a name is. */
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?:gh[a-z]_|github_pat_|gl[a-z]{2,5}-|hf_|dckr_|xox[a-z]-|eyJ).{8,}"
                            + "|(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_.~+/=-]{24,}");

    private final String text;
    private final String scheme;
    private final int authorityStart;
    private final int pathStart;

    /** Made when it is first asked for, which at an item of work is done several times. */
    private Path localPath;

    /** The directory that {@link #child} made it in; or {@code null}. */
    private final TransferUrl directory;

    private TransferUrl(String text, String scheme, int authorityStart, int pathStart) {
        this(text, scheme, authorityStart, pathStart, null);
    }

    private TransferUrl(
            String text, String scheme, int authorityStart, int pathStart, TransferUrl directory) {
        this.text = text;
        this.scheme = scheme;
        this.authorityStart = authorityStart;
        this.pathStart = pathStart;
        this.directory = directory;
    }

    /**
     * Reads a URL or a bare path.
     *
     * <ul>
     *   <li>a text that begins with {@code /}, {@code ./} or {@code ../}, or holds no colon, is a
     *       local path;
     *   <li>{@code file:}, {@code symlink:} and {@code moveto:} are followed by {@code //} or not,
     *       {@code file:} also by {@code //localhost}; the rest is the path, relative if it does
     *       not begin with a slash;
     *   <li>{@code zip:}, {@code jar:}, {@code tar:}, {@code tgz:}, {@code tbz2:}, {@code gz:} and
     *       {@code bz2:} are followed by {@code //} or not; the rest, an archive and a name in it
     *       ({@code zip:/data/a.zip!/b}), is the path;
     *   <li>anything else is {@code scheme://authority/path}; the scheme is taken without regard to
     *       case, the path includes query and fragment, an IPv6 address stands in brackets.
     * </ul>
     *
     * @throws MalformedUrlException when it is none of these, or empty, or holds a NUL
     */
    public static TransferUrl parse(String text) throws MalformedUrlException {
        if (text.isEmpty()) {
            throw new MalformedUrlException("is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw new MalformedUrlException("holds a NUL character");
        }
        if (isPlainFile(text)) {
            return new TransferUrl(text, "file", FILE.length(), FILE.length());
        }
        int colon = text.indexOf(':');
        if (colon < 0 || text.startsWith("/") || text.startsWith("./") || text.startsWith("../")) {
            return local("file", text);
        }
        String written = text.substring(0, colon);
        if (!SCHEME.matcher(written).matches()) {
            throw new MalformedUrlException(
                    "cannot be read as a URL: '"
                            + written
                            + "' is no scheme (write ./ before a relative path that holds a colon)");
        }
        // A list has millions of URLs and a handful of schemes, each kept once.
        String scheme = written.toLowerCase(Locale.ROOT).intern();
        if (isLocal(scheme)) {
            return local(scheme, withoutSlashes(scheme, text.substring(colon + 1)));
        }
        return ARCHIVES.contains(scheme)
                ? archived(text, scheme, colon)
                : remote(text, scheme, colon);
    }

    /** The most usual of all, of which nothing needs a closer look. */
    private static boolean isPlainFile(String text) {
        return text.startsWith(FILE)
                && text.length() > FILE.length()
                && !text.startsWith("localhost/", FILE.length());
    }

    private static String withoutSlashes(String scheme, String rest) {
        String path = rest.startsWith("//") ? rest.substring(2) : rest;
        return scheme.equals("file") && path.startsWith("localhost/") && rest.startsWith("//")
                ? path.substring("localhost".length())
                : path;
    }

    private static TransferUrl local(String scheme, String path) throws MalformedUrlException {
        if (path.isEmpty()) {
            throw new MalformedUrlException("names no path");
        }
        String text = scheme + "://" + path;
        int pathStart = scheme.length() + 3;
        return new TransferUrl(text, scheme, pathStart, pathStart);
    }

    private static TransferUrl archived(String text, String scheme, int colon)
            throws MalformedUrlException {
        int pathStart = colon + (text.startsWith("//", colon + 1) ? 3 : 1);
        if (pathStart == text.length()) {
            throw new MalformedUrlException("names no archive");
        }
        return new TransferUrl(text, scheme, pathStart, pathStart);
    }

    private static TransferUrl remote(String text, String scheme, int colon)
            throws MalformedUrlException {
        if (!text.startsWith("//", colon + 1)) {
            throw new MalformedUrlException(
                    "cannot be read as a URL: '"
                            + scheme
                            + ":' is not followed by //"
                            + " (write ./ before a relative path that holds a colon)");
        }
        int authorityStart = colon + 3;
        int pathStart = authorityStart;
        while (pathStart < text.length() && "/?".indexOf(text.charAt(pathStart)) < 0) {
            pathStart++;
        }
        String authority = text.substring(authorityStart, pathStart);
        if (authority
                .chars()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new MalformedUrlException("has white space in its host");
        }
        TransferUrl url = new TransferUrl(text, scheme, authorityStart, pathStart);
        url.checkPort();
        return url;
    }

    private void checkPort() throws MalformedUrlException {
        String port = portText();
        if (port.isEmpty() || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return; // docker://ubuntu:22.04 has a tag there; the family decides
        }
        if (port.length() > 5 || Integer.parseInt(port) > 65_535) {
            throw new MalformedUrlException("has the port " + port + ", and 65535 is the highest");
        }
    }

    /**
     * The URL {@code file://} of a path, made absolute; the path's bytes are kept whatever they
     * are.
     */
    public static TransferUrl ofPath(Path path) {
        try {
            return local("file", LocalPath.text(path.toAbsolutePath()));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException("an absolute path cannot be empty", e);
        }
    }

    /** The same place under another path of the same server. */
    public TransferUrl withPath(String newPath) {
        return new TransferUrl(
                text.substring(0, pathStart) + newPath, scheme, authorityStart, pathStart);
    }

    /**
     * What this URL and then a name says. Where this one ends with a slash, what was found out of
     * it need not be found out of each of its files again.
     */
    public TransferUrl child(String name) {
        boolean isDirectory =
                isLocal()
                        && pathStart < text.length()
                        && text.endsWith("/")
                        && name.indexOf('/') < 0;
        return new TransferUrl(
                text + name, scheme, authorityStart, pathStart, isDirectory ? this : null);
    }

    /** The place with another name in the same directory, which is what its last slash ends. */
    public TransferUrl sibling(String name) {
        return directory != null
                ? directory.child(name)
                : withPath(path().substring(0, path().lastIndexOf('/') + 1) + name);
    }

    /** The same path under another of the local schemes. */
    public TransferUrl withScheme(String newScheme) {
        String newText = newScheme + text.substring(scheme.length());
        int shift = newScheme.length() - scheme.length();
        return new TransferUrl(newText, newScheme, authorityStart + shift, pathStart + shift);
    }

    /** The whole URL, secrets included; local ones always as {@code scheme://path}. */
    public String text() {
        return text;
    }

    /** In lower case. */
    public String scheme() {
        return scheme;
    }

    /**
     * What stands between {@code //} and the path, as written: {@code user:password@host:port}; may
     * be empty.
     */
    public String authority() {
        return text.substring(authorityStart, pathStart);
    }

    /**
     * The authority without user and password: {@code host:port}, or {@code host} where no port is
     * written.
     */
    public String hostAndPort() {
        String authority = authority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /**
     * The host without port, in lower case; an IPv6 address without its brackets; empty when there
     * is none.
     */
    public String host() {
        String hostAndPort = hostAndPort();
        if (hostAndPort.startsWith("[")) {
            int end = hostAndPort.indexOf(']');
            return end < 0 ? hostAndPort : hostAndPort.substring(1, end).toLowerCase(Locale.ROOT);
        }
        int colon = hostAndPort.indexOf(':');
        return (colon < 0 ? hostAndPort : hostAndPort.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** The port, if one is written as a number. */
    public OptionalInt port() {
        String port = portText();
        boolean number = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalInt.of(Integer.parseInt(port)) : OptionalInt.empty();
    }

    private String portText() {
        String hostAndPort = hostAndPort();
        int colon =
                hostAndPort.indexOf(
                        ':',
                        hostAndPort.startsWith("[") ? Math.max(0, hostAndPort.indexOf(']')) : 0);
        return colon < 0 ? "" : hostAndPort.substring(colon + 1);
    }

    /**
     * What stands before the last {@code @} of the authority, without a password; empty when nobody
     * is named.
     */
    public Optional<String> user() {
        String authority = authority();
        int at = authority.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        String userInfo = authority.substring(0, at);
        int colon = userInfo.indexOf(':');
        return Optional.of(colon < 0 ? userInfo : userInfo.substring(0, colon));
    }

    /**
     * Everything after the authority as written, query and fragment included; the path for local
     * URLs.
     */
    public String path() {
        return text.substring(pathStart);
    }

    /** Whether it names something in this machine's file system. */
    public boolean isLocal() {
        return isLocal(scheme);
    }

    private static boolean isLocal(String scheme) {
        return scheme.equals("file") || scheme.equals("symlink") || scheme.equals("moveto");
    }

    /**
     * The path of a local URL, absolute, byte for byte as written.
     *
     * @throws IllegalStateException when the URL is not local
     */
    public Path toPath() {
        if (!isLocal()) {
            throw new IllegalStateException(this + " is not a local path");
        }
        Path known = localPath;
        if (known == null) {
            known =
                    directory == null
                            ? LocalPath.of(path())
                            : LocalPath.of(directory, text.substring(directory.text.length()));
            localPath = known;
        }
        return known;
    }

    /**
     * The label under which limits and statistics of its server are kept: {@code
     * https://host:port}, or the scheme for local ones.
     */
    public String server() {
        return isLocal() ? "file" : scheme + "://" + hostAndPort();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransferUrl url && url.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The URL with passwords and tokens blanked. */
    @Override
    public String toString() {
        if (isLocal()) {
            return text;
        }
        String authority = authority();
        int at = authority.lastIndexOf('@');
        String shown =
                at > 0
                        ? shownLogin(authority.substring(0, at)) + authority.substring(at)
                        : authority;
        String path = path();
        if (ARCHIVES.contains(scheme)) { // whose archive may be a URL with a login of its own
            path = LOGIN.matcher(path).replaceAll("://***@");
        }
        return text.substring(0, authorityStart)
                + shown
                + SECRET_PARAMETER.matcher(path).replaceAll("$1***");
    }

    /** Some servers take a token as the name, with no password or a word in its place. */
    private static String shownLogin(String login) {
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        return (TOKEN.matcher(user).matches() ? "***" : user) + (colon < 0 ? "" : ":***");
    }

    /** Paths from and to byte text, independent of the locale that the process was started in. */
    private static final class LocalPath {
        private LocalPath() {}

        static Path of(TransferUrl directory, String name) {
            return isPlain(name) ? directory.toPath().resolve(name) : of(directory.path() + name);
        }

        static Path of(String text) {
            if (!text.startsWith("/")) {
                Path below = of("/" + text);
                // subpath and not relativize, which would take ".." for "."
                return workingDirectory().resolve(below.subpath(0, below.getNameCount()));
            }
            if (isPlain(text)) {
                return Path.of(
                        text); // every locale spells these alike, and this is ten times faster
            }
            StringBuilder uri = new StringBuilder("file://");
            for (byte b : ByteText.encode(collapsed(text))) {
                char c = (char) (b & 0xFF);
                if (c == '/'
                        || c == '-'
                        || c == '_'
                        || c == '.'
                        || c < 0x80 && Character.isLetterOrDigit(c)) {
                    uri.append(c);
                } else {
                    uri.append('%').append(hexDigit(c >> 4)).append(hexDigit(c & 0xF));
                }
            }
            return Path.of(URI.create(uri.toString()));
        }

        /**
         * Where the locale cannot spell the working directory's name, the runtime tells a name that
         * nothing has; Linux tells the bytes.
         */
        private static Path workingDirectory() {
            Path told = Path.of("").toAbsolutePath();
            if (isSpelt(told.toString()) || Files.exists(told)) {
                return told;
            }
            try {
                return Files.readSymbolicLink(Path.of("/proc/self/cwd"));
            } catch (IOException e) {
                return told; // whoever uses the path fails with its name
            }
        }

        private static char hexDigit(int value) {
            return Character.toUpperCase(Character.forDigit(value, 16));
        }

        /**
         * The file system drops doubled slashes anyway, but {@link Path#of(URI)} would keep them.
         */
        private static String collapsed(String text) {
            return text.contains("//") ? text.replaceAll("/+", "/") : text;
        }

        private static boolean isPlain(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return text.equals(new String(bytes, StandardCharsets.US_ASCII));
        }

        /** A byte that the locale cannot spell shows as a question mark, or as U+FFFD. */
        private static boolean isSpelt(String text) {
            return isPlain(text) && text.indexOf('?') < 0;
        }

        static String text(Path path) {
            String plain = path.toString();
            if (isSpelt(plain)) {
                return plain;
            }
            String raw = path.toUri().getRawPath();
            byte[] bytes = new byte[raw.length()];
            int length = 0;
            for (int i = 0; i < raw.length(); i++) {
                char c = raw.charAt(i);
                if (c == '%') {
                    bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
                    i += 2;
                } else {
                    bytes[length++] = (byte) c;
                }
            }
            String text = ByteText.decode(java.nio.ByteBuffer.wrap(bytes, 0, length));
            // toUri asks the file system and adds a slash to what is a directory now
            return text.length() > 1 && text.endsWith("/")
                    ? text.substring(0, text.length() - 1)
                    : text;
        }
    }
}
