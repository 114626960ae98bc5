package transfer.list;

import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * URLs of a list, with the variables in their local paths replaced: {@code $NAME} and {@code
 * ${NAME}}, where the name begins with a letter and has at least two characters. Each brace is
 * optional on its own; anything else that begins with {@code $} stands for itself. What comes out
 * is not looked at again.
 */
final class Variables {
    /**
     * A dollar sign that is meant as one. No bytes decode to this character, a lone surrogate below
     * those that stand for bytes.
     */
    static final char PLAIN_DOLLAR = '\uDC24';

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{?([A-Za-z][A-Za-z0-9_]+)}?");

    private final Map<String, String> environment;
    private final boolean unsetIsEmpty;

    Variables(ListDialect dialect) {
        this.environment = dialect.environment();
        this.unsetIsEmpty = dialect.unsetIsEmpty();
    }

    /**
     * @throws MalformedUrlException when the text is no URL, or names a variable that is not set
     *     and must be
     */
    TransferUrl url(String text) throws MalformedUrlException {
        if (text.indexOf('$') < 0 && text.indexOf(PLAIN_DOLLAR) < 0) {
            return TransferUrl.parse(text);
        }
        TransferUrl marked = TransferUrl.parse(beginsWithVariable(text) ? "file://" + text : text);
        if (!marked.isLocal()) {
            return TransferUrl.parse(plain(text));
        }
        String path = plain(expanded(marked.path()));
        if (path.isEmpty()) {
            throw new MalformedUrlException(
                    "names no path once '" + plain(marked.path()) + "' is expanded");
        }
        return marked.withPath(path);
    }

    /** No scheme begins like that, so a colon further on is part of a name. */
    private static boolean beginsWithVariable(String text) {
        return (text.charAt(0) == '$' || text.charAt(0) == PLAIN_DOLLAR) && !text.contains("://");
    }

    private String expanded(String path) throws MalformedUrlException {
        TreeSet<String> unset = new TreeSet<>();
        String expanded =
                REFERENCE
                        .matcher(path)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(value(found.group(1), unset)));
        if (!unset.isEmpty()) {
            throw new MalformedUrlException(
                    unset.size() == 1
                            ? "needs the variable " + unset.first() + ", which is not set"
                            : "needs the variables "
                                    + String.join(", ", unset)
                                    + ", which are not set");
        }
        return expanded;
    }

    private String value(String name, TreeSet<String> unset) {
        String value = environment.get(name);
        if (value != null) {
            return value;
        }
        if (!unsetIsEmpty) {
            unset.add(name);
        }
        return "";
    }

    private static String plain(String text) {
        return text.replace(PLAIN_DOLLAR, '$');
    }
}
