package transfer.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the files with secrets that a job's transfers need, by the schemes of their URLs. No such
 * file is opened.
 */
final class CredentialNeeds {
    private final PlanInputs inputs;

    /** The kinds of secrets, by the variable in which programs look for the path of the file. */
    enum Kind {
        X509_USER_PROXY,
        SSH_PRIVATE_KEY,
        PEGASUS_CREDENTIALS,
        BOTO_CONFIG,
        GOOGLE_PKCS12,
        IRODS_ENVIRONMENT_FILE;

        /** One file serves all sites. */
        boolean isShared() {
            return this == PEGASUS_CREDENTIALS;
        }
    }

    CredentialNeeds(PlanInputs inputs) {
        this.inputs = inputs;
    }

    /** Kinds of secrets without which a URL of that scheme cannot be reached. */
    static List<Kind> kinds(String url) {
        return switch (Urls.scheme(url)) {
            case "gsiftp", "gsidavs", "root", "xroot", "srm", "gsiscp" ->
                    List.of(Kind.X509_USER_PROXY);
            case "scp", "sshftp" -> List.of(Kind.SSH_PRIVATE_KEY);
            case "s3", "s3s", "webdav", "webdavs" -> List.of(Kind.PEGASUS_CREDENTIALS);
            case "gs" -> List.of(Kind.BOTO_CONFIG, Kind.GOOGLE_PKCS12);
            case "irods" -> List.of(Kind.IRODS_ENVIRONMENT_FILE);
            default -> List.of();
        };
    }

    /** Variables and the paths in them, for the transfers, directories and removals of a node. */
    Map<String, String> of(PlanNode node) {
        Map<String, String> found = new TreeMap<>();
        switch (node.task()) {
            case Task.Transfer transfer ->
                    transfer.entries().forEach(entry -> add(entry, entry.sources().size(), found));
            case Task.MakeDirectory directory -> add(directory.site(), directory.url(), found);
            case Task.Remove remove -> remove.urls().forEach(url -> add(remove.site(), url, found));
            case Task.Compute compute -> {}
            case Task.Register register -> {}
            case Task.Chmod chmod -> {}
            case Task.Unpack unpack -> {}
            case Task.Join join -> {}
        }
        return found;
    }

    /** The same for the steps of a job on its own node. */
    Map<String, String> of(List<NodeStep> steps) {
        Map<String, String> found = new TreeMap<>();
        for (NodeStep step : steps) {
            if (step instanceof NodeStep.Transfers transfers) {
                transfers.entries().forEach(entry -> add(entry, 1, found));
            }
        }
        return found;
    }

    /** The proxy of a site, when one is told and there. */
    Optional<String> proxy(String site) {
        return configured(Kind.X509_USER_PROXY, site);
    }

    private void add(TransferEntry entry, int sources, Map<String, String> found) {
        entry.sources().stream()
                .limit(sources)
                .forEach(source -> add(source.site(), source.url(), found));
        add(entry.target().site(), entry.target().url(), found);
    }

    private void add(String site, String url, Map<String, String> found) {
        for (Kind kind : kinds(url)) {
            String variable =
                    kind.isShared() ? kind.name() : kind.name() + "_" + site.replace('-', '_');
            if (!found.containsKey(variable)) {
                path(kind, site, url).ifPresent(path -> found.put(variable, path));
            }
        }
    }

    /** The file for a site; what is missing or readable by others is a defect. */
    private Optional<String> path(Kind kind, String site, String url) {
        Optional<String> path = configured(kind, site).or(() -> usual(kind));
        if (path.isEmpty()) {
            inputs.defects()
                    .add(
                            "credentials",
                            site,
                            "no "
                                    + kind.name()
                                    + " is told for "
                                    + Urls.scheme(url)
                                    + " at this site");
            return Optional.empty();
        }
        Path file = Path.of(path.get());
        if (!Files.isReadable(file)) {
            inputs.defects()
                    .add(
                            "credentials",
                            site,
                            kind.name() + " names " + file + ", which cannot be read");
        } else if (isSeenByOthers(file)) {
            inputs.defects()
                    .add(
                            "credentials",
                            site,
                            file + " must be readable by its owner only: chmod 600 " + file);
        }
        return path;
    }

    private static boolean isSeenByOthers(Path file) {
        try {
            Set<java.nio.file.attribute.PosixFilePermission> mode =
                    Files.getPosixFilePermissions(file, new LinkOption[0]);
            return mode.stream().anyMatch(each -> !each.name().startsWith("OWNER_"));
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> configured(Kind kind, String site) {
        return inputs.sites()
                .site(site)
                .flatMap(known -> profile(known, Namespace.PEGASUS, kind))
                .or(() ->
                        inputs.sites()
                                .site(Site.LOCAL)
                                .flatMap(local -> profile(local, Namespace.PEGASUS, kind)))
                .or(() ->
                        inputs.sites()
                                .site(Site.LOCAL)
                                .flatMap(local -> profile(local, Namespace.ENV, kind)))
                .or(() -> inputs.properties().get("pegasus." + kind.name()))
                .or(() -> inputs.properties().get("env." + kind.name()))
                .or(() -> Optional.ofNullable(inputs.surroundings().environment().get(kind.name())))
                // jobs start elsewhere
                .map(path -> inputs.surroundings().directory().resolve(path).toString());
    }

    private static Optional<String> profile(Site site, Namespace namespace, Kind kind) {
        return site.profiles().all(namespace).entrySet().stream()
                .filter(profile -> profile.getKey().toUpperCase(Locale.ROOT).equals(kind.name()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private Optional<String> usual(Kind kind) {
        return switch (kind) {
            case PEGASUS_CREDENTIALS ->
                    Optional.of(
                            inputs.surroundings()
                                    .home()
                                    .resolve(".pegasus/credentials.conf")
                                    .toString());
            case X509_USER_PROXY -> usualProxy();
            default -> Optional.empty();
        };
    }

    /** Where programs that make proxies leave them, when one is there. */
    private Optional<String> usualProxy() {
        Surroundings surroundings = inputs.surroundings();
        try {
            Object user = Files.getAttribute(surroundings.home(), "unix:uid");
            return Optional.of(
                            Path.of(surroundings.environment().getOrDefault("TMPDIR", "/tmp"))
                                    .resolve("x509up_u" + user))
                    .filter(Files::isReadable)
                    .map(Path::toString);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
