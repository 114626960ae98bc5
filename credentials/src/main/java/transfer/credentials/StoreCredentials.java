package transfer.credentials;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What credentials files say of object stores: {@code s3://user@site/...} is spoken for by the
 * sections {@code [site]} and {@code [user@site]}. The files, in the order in which they are looked
 * at: those that {@code PEGASUS_CREDENTIALS_<site>}, {@code PEGASUS_CREDENTIALS} and {@code S3CFG}
 * name, {@code ~/.pegasus/credentials.conf}, {@code ~/.pegasus/s3cfg}. The first one that has one
 * of the sections speaks alone, so that no key meets an endpoint of another file.
 *
 * <p>The name of the site may stand in the file as in the URL, or in small letters, which is how
 * the tool that began this wants it.
 *
 * <p>A file is read again when it has changed, because keys of a session are renewed while we run.
 */
final class StoreCredentials implements CredentialSource {
    private static final String VARIABLE = "PEGASUS_CREDENTIALS";
    private static final String OLD_VARIABLE = "S3CFG";
    private static final List<String> IN_HOME =
            List.of(".pegasus/credentials.conf", ".pegasus/s3cfg");
    private static final Set<String> SCHEMES = Set.of("s3", "s3s");

    private final Variables variables;
    private final Map<Path, Load> loads = new ConcurrentHashMap<>();

    StoreCredentials(Variables variables) {
        this.variables = variables;
    }

    /** A file as it was when it looked so. */
    private record Load(PrivateFile.State state, CredentialsFile file) {}

    /** Where something may stand, and how it is told that it does not. */
    private record Wanted(String user, List<String> sites) {
        static Wanted of(CredentialQuery query) {
            String written = query.authority();
            String small = written.toLowerCase(Locale.ROOT);
            return new Wanted(
                    query.user().orElseThrow(),
                    small.equals(written) ? List.of(written) : List.of(written, small));
        }

        Optional<String> siteIn(CredentialsFile file) {
            return sites.stream()
                    .filter(site -> file.hasSection(site) || file.hasSection(user + "@" + site))
                    .findFirst();
        }

        String sections() {
            return "the sections ["
                    + sites.getLast()
                    + "] and ["
                    + user
                    + "@"
                    + sites.getLast()
                    + "]";
        }
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        if (!isMine(query, kind)) {
            return Optional.empty();
        }
        Wanted wanted = Wanted.of(query);
        for (PrivateFile candidate : candidates(query.site())) {
            CredentialsFile file = load(candidate);
            Optional<String> site = wanted.siteIn(file);
            if (site.isPresent()) {
                return Optional.of(kind.cast(store(file, wanted.user(), site.get())));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        List<String> searched = new ArrayList<>();
        if (!isMine(query, kind)) {
            return searched;
        }
        for (String variable : names(query.site())) {
            if (variables.value(variable).isEmpty()) {
                searched.add(variables.described(variable));
            }
        }
        try {
            for (PrivateFile candidate : candidates(query.site())) {
                searched.add(
                        Wanted.of(query).sections()
                                + " of "
                                + candidate.path()
                                + " (no such sections)");
            }
            for (PrivateFile file : inHome()) {
                if (!file.exists()) {
                    searched.add(file.path() + " (no such file)");
                }
            }
        } catch (CredentialException e) {
            searched.add(e.getMessage());
        }
        return searched;
    }

    private static boolean isMine(CredentialQuery query, Class<? extends Credential> kind) {
        return kind == Credential.ObjectStore.class
                && SCHEMES.contains(query.scheme())
                && query.user().isPresent();
    }

    private static List<String> names(Site site) {
        List<String> names = new ArrayList<>(Variables.names(VARIABLE, site));
        names.add(OLD_VARIABLE);
        return names;
    }

    /** The files that are named, there or not, and those of the home that are there. */
    private List<PrivateFile> candidates(Site site) throws CredentialException {
        List<PrivateFile> files = new ArrayList<>();
        for (String variable : names(site)) {
            Optional<Path> path = variables.path(variable);
            path.ifPresent(named -> files.add(file(named, "the variable " + variable)));
        }
        inHome().stream().filter(PrivateFile::exists).forEach(files::add);
        return files;
    }

    private List<PrivateFile> inHome() throws CredentialException {
        Optional<Path> home = variables.path("HOME");
        return IN_HOME.stream()
                .flatMap(name -> home.stream().map(directory -> directory.resolve(name)))
                .map(path -> file(path, "where it is looked for by itself"))
                .toList();
    }

    private static PrivateFile file(Path path, String origin) {
        return new PrivateFile(path, "credentials file", origin);
    }

    private CredentialsFile load(PrivateFile file) throws CredentialException {
        PrivateFile.State now = file.admitted();
        Load known = loads.get(file.path());
        if (known != null && known.state().equals(now)) {
            return known.file();
        }
        // a state from before the reading: what changes meanwhile shows the next time
        CredentialsFile read = CredentialsFile.read(file);
        loads.put(file.path(), new Load(now, read));
        return read;
    }

    private static Credential.ObjectStore store(CredentialsFile file, String user, String site)
            throws CredentialException {
        String identity = user + "@" + site;
        if (!file.hasSection(site)) {
            throw missing("site '" + site + "'", site, file);
        }
        if (!file.hasSection(identity)) {
            throw missing("identity '" + identity + "'", identity, file);
        }
        return new Credential.ObjectStore(section(file, site), section(file, identity));
    }

    private static CredentialException missing(String whose, String title, CredentialsFile file) {
        return new CredentialException(
                "Config file has no section for "
                        + whose
                        + "; add ["
                        + title
                        + "] to "
                        + file.name());
    }

    private static Credential.Section section(CredentialsFile file, String title)
            throws CredentialException {
        Map<String, Credential.Setting> settings = new HashMap<>();
        for (String key : file.keys(title)) {
            Secret value = new Secret(file.value(title, key).orElseThrow());
            settings.put(key, new Credential.Setting(value, file.line(title, key)));
        }
        return new Credential.Section(title, file.name(), settings);
    }
}
