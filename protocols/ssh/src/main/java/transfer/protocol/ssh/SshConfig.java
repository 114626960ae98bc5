package transfer.protocol.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.NetworkSettings.HostKeyChecking;

/**
 * What {@code ~/.ssh/config} and {@code /etc/ssh/ssh_config} say of hosts. Read when first asked.
 * Safe for use by many threads.
 */
final class SshConfig {
    private static final int OTHERS_MAY_WRITE = 022;

    private final NetworkSettings.Ssh settings;
    private final SshNotes notes;
    private List<SshConfigEntry> entries;

    SshConfig(NetworkSettings.Ssh settings, SshNotes notes) {
        this.settings = settings;
        this.notes = notes;
    }

    private synchronized List<SshConfigEntry> entries() throws SshRefusal {
        if (entries == null) {
            List<SshConfigEntry> read = new ArrayList<>();
            if (settings.home().isPresent()) {
                Path directory = settings.home().get().resolve(".ssh");
                checkWriters(directory.resolve("config"));
                read.addAll(file(directory, "config"));
            }
            read.addAll(file(settings.system(), "ssh_config"));
            entries = List.copyOf(read);
        }
        return entries;
    }

    private List<SshConfigEntry> file(Path directory, String name) throws SshRefusal {
        return new SshConfigFile(directory.resolve(name), directory, settings.home(), notes)
                .entries();
    }

    /** Whoever may write it decides where we connect to, and whom we believe. */
    private static void checkWriters(Path file) throws SshRefusal {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode");
            if ((mode & OTHERS_MAY_WRITE) != 0) {
                throw SshRefusal.configuration(
                        FailureKind.BAD_REQUEST,
                        "others may write to %s (mode %04o); to mend: chmod 600 %s"
                                .formatted(file, mode & 07777, file));
            }
        } catch (NoSuchFileException _) {
            return; // nothing to check
        } catch (IOException e) {
            throw SshRefusal.configuration(
                    FailureKind.BAD_REQUEST, file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Everything said of a host.
     *
     * @param alias the host as the user wrote it
     * @param port the user's; without one the configuration's, else 22
     * @param user the user's; without one the configuration's, else the name we have here
     * @throws SshRefusal when the configuration makes no sense, or asks for what we do not do
     */
    SshHost host(String alias, OptionalInt port, Optional<String> user) throws SshRefusal {
        Lookup lookup = new Lookup(alias.toLowerCase(Locale.ROOT), user);
        for (SshConfigEntry entry : entries()) {
            if (entry.holds(lookup)) {
                lookup.take(entry);
            }
        }
        return lookup.host(port);
    }

    /** The entries that hold for one host. For every keyword but a few the first one counts. */
    private final class Lookup implements SshConfigEntry.Known {
        private final String alias;
        private final Optional<String> user;
        private final Map<String, List<SshConfigEntry>> found = new LinkedHashMap<>();

        Lookup(String alias, Optional<String> user) {
            this.alias = alias;
            this.user = user;
        }

        void take(SshConfigEntry entry) {
            // of the two ways through another server the first one counts
            String keyword = entry.keyword().equals("proxycommand") ? "proxyjump" : entry.keyword();
            found.computeIfAbsent(keyword, _ -> new ArrayList<>()).add(entry);
        }

        private Optional<SshConfigEntry> first(String keyword) {
            return Optional.ofNullable(found.get(keyword)).map(List::getFirst);
        }

        @Override
        public String alias() {
            return alias;
        }

        @Override
        public String host() {
            String named = first("hostname").map(SshConfigEntry::argument).orElse(alias);
            return named.replace("%h", alias).replace("%%", "%").toLowerCase(Locale.ROOT);
        }

        @Override
        public String user() {
            return user.or(() -> first("user").map(SshConfigEntry::argument)).orElse(localUser());
        }

        @Override
        public String localUser() {
            return settings.user().orElse("");
        }

        SshHost host(OptionalInt port) throws SshRefusal {
            if (user().isEmpty()) {
                throw SshRefusal.credentials(
                        "nobody says as which user; write user@ before the host");
            }
            int there = port.isPresent() ? port.getAsInt() : configuredPort();
            SshTokens tokens = new SshTokens(alias, host(), there, user(), settings);
            return new SshHost(host(), there, user(), jumps(tokens), keys(tokens), trust(tokens));
        }

        private int configuredPort() throws SshRefusal {
            Optional<SshConfigEntry> entry = first("port");
            if (entry.isEmpty()) {
                return SshLocation.PORT;
            }
            String text = entry.get().argument();
            int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
            if (number < 1 || number > 65535) {
                throw entry.get().wrong("a port is a number from 1 to 65535");
            }
            return number;
        }

        private List<String> jumps(SshTokens tokens) throws SshRefusal {
            Optional<SshConfigEntry> entry = first("proxyjump");
            if (entry.isEmpty() || entry.get().argument().equalsIgnoreCase("none")) {
                return List.of();
            }
            if (entry.get().keyword().equals("proxycommand")) {
                throw SshRefusal.configuration(
                        FailureKind.UNSUPPORTED,
                        "%s line %d: ProxyCommand is not supported, because no other programs are run to connect; use ProxyJump"
                                .formatted(entry.get().file(), entry.get().number()));
            }
            return List.of(tokens.expand(entry.get().argument(), entry.get()).split(","));
        }

        private SshHost.Keys keys(SshTokens tokens) throws SshRefusal {
            Optional<SshConfigEntry> only = first("identitiesonly");
            return new SshHost.Keys(
                    found.containsKey("identityfile")
                            ? Optional.of(paths("identityfile", tokens))
                            : Optional.empty(),
                    paths("certificatefile", tokens),
                    only.isPresent() && only.get().flag(),
                    agent(tokens));
        }

        private Optional<Path> agent(SshTokens tokens) throws SshRefusal {
            Optional<SshConfigEntry> entry = first("identityagent");
            if (entry.isEmpty() || entry.get().argument().equals("SSH_AUTH_SOCK")) {
                return settings.agent();
            }
            return entry.get().argument().equals("none")
                    ? Optional.empty()
                    : Optional.of(tokens.path(entry.get().argument(), entry.get()));
        }

        /** The files that all entries of a keyword name, one each. */
        private List<Path> paths(String keyword, SshTokens tokens) throws SshRefusal {
            List<Path> paths = new ArrayList<>();
            for (SshConfigEntry entry : found.getOrDefault(keyword, List.of())) {
                if (!entry.argument().equals("none")) {
                    paths.add(tokens.path(entry.argument(), entry));
                }
            }
            return paths.stream().distinct().toList();
        }

        private SshTrustRules trust(SshTokens tokens) throws SshRefusal {
            SshTrustRules standard = SshTrustRules.standard(settings);
            Optional<SshConfigEntry> hashed = first("hashknownhosts");
            return new SshTrustRules(
                    checking(),
                    first("hostkeyalias").map(SshConfigEntry::argument),
                    files("userknownhostsfile", tokens).orElse(standard.own()),
                    files("globalknownhostsfile", tokens).orElse(standard.others()),
                    hashed.isPresent() && hashed.get().flag());
        }

        /** The files that the first entry of a keyword names. */
        private Optional<List<Path>> files(String keyword, SshTokens tokens) throws SshRefusal {
            Optional<SshConfigEntry> entry = first(keyword);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            List<Path> files = new ArrayList<>();
            for (String name : entry.get().arguments()) {
                if (!name.equals("none")) {
                    files.add(tokens.path(name, entry.get()));
                }
            }
            return Optional.of(List.copyOf(files));
        }

        private HostKeyChecking checking() throws SshRefusal {
            Optional<SshConfigEntry> entry = first("stricthostkeychecking");
            if (settings.hostKeys().isPresent() || entry.isEmpty()) {
                return SshTrustRules.standard(settings).checking();
            }
            return switch (entry.get().argument().toLowerCase(Locale.ROOT)) {
                // there is nobody to ask
                case "yes", "true", "ask" -> HostKeyChecking.YES;
                case "accept-new" -> HostKeyChecking.ACCEPT_NEW;
                case "no", "off", "false" -> {
                    notes.tell(
                            "%s line %d: host keys are not checked, anybody can pass for %s"
                                    .formatted(entry.get().file(), entry.get().number(), host()));
                    yield HostKeyChecking.NO;
                }
                default -> throw entry.get().wrong("none of yes, accept-new, no, ask");
            };
        }
    }
}
