package transfer.protocol.ssh;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.ssh.SshConfigEntry.Condition;

/**
 * Reads one file of configuration (ssh_config(5)) with those that it includes. Keywords that mean
 * nothing to us are read over, because there are about a hundred that do not concern files.
 *
 * @param base where names of included files begin
 * @param home what a tilde stands for
 * @param notes is told of conditions that are not understood
 */
record SshConfigFile(Path file, Path base, Optional<Path> home, SshNotes notes) {
    private static final int DEEPEST = 16; // as OpenSSH

    /**
     * Its entries in order; none when there is no such file.
     *
     * @throws SshRefusal naming file and line, when one makes no sense
     */
    List<SshConfigEntry> entries() throws SshRefusal {
        List<SshConfigEntry> entries = new ArrayList<>();
        read(List.of(), 0, entries);
        return entries;
    }

    private void read(List<Condition> outer, int depth, List<SshConfigEntry> into)
            throws SshRefusal {
        String text;
        try {
            text = ByteText.decode(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException e) {
            throw SshRefusal.configuration(
                    FailureKind.BAD_REQUEST, file + " cannot be read: " + e.getMessage());
        }
        List<Condition> when = outer;
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            List<String> words = words(line, number);
            if (words.isEmpty()) {
                continue;
            }
            String keyword = words.getFirst().toLowerCase(Locale.ROOT);
            List<String> arguments = List.copyOf(words.subList(1, words.size()));
            if (arguments.isEmpty()) {
                throw SshConfigEntry.wrong(file, number, words.getFirst() + " says nothing");
            }
            switch (keyword) {
                case "host" -> when = and(outer, List.of(new Condition.Host(lower(arguments))));
                case "match" -> when = and(outer, conditions(arguments, number));
                case "include" -> include(arguments, when, depth + 1, into, number);
                default -> into.add(new SshConfigEntry(when, keyword, arguments, file, number));
            }
        }
    }

    private static List<Condition> and(List<Condition> outer, List<Condition> inner) {
        return Stream.concat(outer.stream(), inner.stream()).toList();
    }

    private static List<String> lower(List<String> patterns) {
        return patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
    }

    private List<Condition> conditions(List<String> words, int number) throws SshRefusal {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            boolean negated = word.startsWith("!");
            String criterion = negated ? word.substring(1) : word;
            if (!Condition.Match.isUnderstood(criterion)) {
                notes.tell(
                        "%s line %d: the lines below Match %s are ignored, because only all, host, originalhost, user and localuser are understood"
                                .formatted(file, number, criterion));
                return List.of(new Condition.Never());
            }
            List<String> patterns = List.of();
            if (Condition.Match.hasPatterns(criterion)) {
                if (++i == words.size()) {
                    throw SshConfigEntry.wrong(file, number, "Match " + criterion + " of what?");
                }
                List<String> written = Arrays.asList(words.get(i).split(","));
                patterns = criterion.endsWith("host") ? lower(written) : written;
            }
            conditions.add(new Condition.Match(criterion, negated, patterns));
        }
        return conditions;
    }

    private void include(
            List<String> names,
            List<Condition> when,
            int depth,
            List<SshConfigEntry> into,
            int number)
            throws SshRefusal {
        if (depth > DEEPEST) {
            throw SshConfigEntry.wrong(file, number, "files include each other without end");
        }
        for (String name : names) {
            Path path = base.resolve(tilde(name, number));
            for (Path included : matching(path)) {
                new SshConfigFile(included, base, home, notes).read(when, depth, into);
            }
        }
    }

    private String tilde(String name, int number) throws SshRefusal {
        if (!name.startsWith("~")) {
            return name;
        }
        if (home.isEmpty() || !name.startsWith("~/")) {
            throw SshConfigEntry.wrong(file, number, "nobody knows which home " + name + " means");
        }
        return home.get().resolve(name.substring(2)).toString();
    }

    /** The files of a name whose last part may be a pattern, in the order of their names. */
    private List<Path> matching(Path path) throws SshRefusal {
        String last = path.getFileName().toString();
        if (last.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
            return List.of(path);
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path.getParent(), last)) {
            for (Path one : stream) {
                if (!one.getFileName().toString().startsWith(".")) {
                    found.add(one);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        } catch (IOException e) {
            throw SshRefusal.configuration(
                    FailureKind.BAD_REQUEST,
                    path.getParent() + " cannot be read: " + e.getMessage());
        }
        found.sort(null);
        return found;
    }

    /**
     * The words of a line, the first of which may be followed by an equals sign. Double quotes hold
     * a word with blanks together; a word that begins with a number sign ends the line.
     */
    private List<String> words(String line, int number) throws SshRefusal {
        List<String> words = new ArrayList<>();
        String rest = line.strip();
        while (!rest.isEmpty() && !rest.startsWith("#")) {
            StringBuilder word = new StringBuilder();
            int end = word(rest, word, words.isEmpty());
            if (end < 0) {
                throw SshConfigEntry.wrong(file, number, "a quotation mark is missing");
            }
            words.add(word.toString());
            rest = rest.substring(end).strip();
            if (words.size() == 1 && rest.startsWith("=")) {
                rest = rest.substring(1).strip();
            }
        }
        return words;
    }

    /** Takes one word and gives its end; -1 when a quotation mark is missing. */
    private static int word(String text, StringBuilder into, boolean keyword) {
        boolean quoted = false;
        int at = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\'
                    && at + 1 < text.length()
                    && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                into.append(text.charAt(++at));
            } else if (!quoted && (Character.isWhitespace(c) || keyword && c == '=')) {
                break;
            } else {
                into.append(c);
            }
        }
        return quoted ? -1 : at;
    }
}
