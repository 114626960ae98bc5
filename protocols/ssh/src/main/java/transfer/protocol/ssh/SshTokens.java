package transfer.protocol.ssh;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import transfer.protocol.NetworkSettings;

/**
 * What percent signs and tildes of a configuration stand for (ssh_config(5), TOKENS).
 *
 * @param alias the host as the user wrote it
 * @param host the host to connect to
 * @param user as whom
 */
record SshTokens(String alias, String host, int port, String user, NetworkSettings.Ssh settings) {

    /**
     * @throws SshRefusal when a percent sign is followed by something without a meaning here
     */
    String expand(String text, SshConfigEntry entry) throws SshRefusal {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                expanded.append(c);
                continue;
            }
            i++;
            expanded.append(meaning(i < text.length() ? text.charAt(i) : ' ', entry));
        }
        return expanded.toString();
    }

    private String meaning(char token, SshConfigEntry entry) throws SshRefusal {
        return switch (token) {
            case '%' -> "%";
            case 'd' -> home(entry).toString();
            case 'h' -> host;
            case 'n' -> alias;
            case 'p' -> Integer.toString(port);
            case 'r' -> user;
            case 'u' -> settings.user().orElse("");
            default ->
                    throw entry.wrong(
                            "%" + token + " means nothing here; known are %d %h %n %p %r %u %%");
        };
    }

    private Path home(SshConfigEntry entry) throws SshRefusal {
        return settings.home().orElseThrow(() -> entry.wrong("nobody knows the home directory"));
    }

    /** A file; a name that is not absolute begins in the home directory. */
    Path path(String text, SshConfigEntry entry) throws SshRefusal {
        try {
            if (text.startsWith("~/")) {
                return home(entry).resolve(expand(text.substring(2), entry));
            }
            if (text.startsWith("~") || text.contains("${")) {
                throw entry.wrong("only ~/ and percent signs are understood in names of files");
            }
            Path path = Path.of(expand(text, entry));
            return path.isAbsolute() ? path : home(entry).resolve(path);
        } catch (InvalidPathException _) {
            throw entry.wrong("no name of a file");
        }
    }
}
