package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The command that runs another one in a job's container, as a line of shell. */
final class ContainerCommand {
    private final PlacedJob job;
    private final TransformationCatalog.Container container;
    private final Map<String, String> variables;
    private final Set<String> secrets;

    /**
     * @param environment of the job
     * @param secrets those of its variables that name files with secrets
     */
    ContainerCommand(PlacedJob job, Map<String, String> environment, Set<String> secrets) {
        this.job = job;
        this.container = job.container().orElseThrow();
        this.variables = new TreeMap<>(container.profiles().all(Namespace.ENV));
        this.secrets = Set.copyOf(secrets);
        environment.forEach(variables::putIfAbsent);
        variables.keySet().removeAll(secrets);
        variables.keySet().removeIf(name -> !ShellWord.isVariable(name));
    }

    /** The working directory inside: that of the job outside. */
    static String inside(TransformationCatalog.Container container) {
        return container.type().equals("docker") ? "/scratch" : "/srv";
    }

    /** The name of the image's file beside the job; null where the site has the image itself. */
    String image() {
        return job.uses().stream()
                .filter(FileUse::isImage)
                .map(FileUse::lfn)
                .findFirst()
                .orElse(null);
    }

    boolean isDocker() {
        return container.type().equals("docker");
    }

    /**
     * @param command what runs inside, already in words of the shell
     */
    String line(String command) {
        List<String> words = new ArrayList<>();
        job.profiles().pegasus("container.launcher").ifPresent(words::add);
        switch (container.type()) {
            case "docker" -> docker(words);
            case "shifter" -> shifter(words);
            default -> singularity(words);
        }
        words.add(command);
        return String.join(" ", words);
    }

    /** What is added to the runtime's own options. */
    private void options(List<String> words) {
        job.profiles()
                .pegasus("container.arguments")
                .ifPresent(text -> words.add(ShellWord.of(CommandWords.of(text))));
    }

    private List<String> mounts() {
        List<String> mounts = new ArrayList<>(container.mounts());
        if (NodeSteps.isScratchSeen(job)) {
            String scratch = job.staging().scratch().orElseThrow().path();
            mounts.add(scratch + ":" + scratch);
        }
        return mounts;
    }

    private void docker(List<String> words) {
        words.add("docker run --rm -i --cidfile ./.node-container --user \"$(id -u):$(id -g)\"");
        words.add("-v \"$PWD:/scratch\" -w /scratch");
        mounts().forEach(mount -> words.add("-v " + ShellWord.of(mount)));
        variables.forEach((name, value) -> words.add("-e " + ShellWord.of(name + "=" + value)));
        secrets.forEach(name -> words.add("-e " + name + "=/scratch/.node-secret-" + name));
        options(words);
        words.add("\"$node_image\"");
    }

    private void singularity(List<String> words) {
        words.addFirst("env");
        variables.forEach((name, value) ->
                words.add(1, ShellWord.of("SINGULARITYENV_" + name + "=" + value)));
        secrets.forEach(
                name -> words.add(1, "SINGULARITYENV_" + name + "=/srv/.node-secret-" + name));
        words.add("\"$node_singularity\" exec --no-home --bind \"$PWD:/srv\" --pwd /srv");
        mounts().forEach(mount -> words.add("--bind " + ShellWord.of(mount)));
        options(words);
        words.add("\"$PWD\"/" + ShellWord.of(image()));
    }

    private void shifter(List<String> words) {
        String image = container.image().replaceFirst("^shifter:/*", "");
        words.addFirst("env");
        variables.forEach((name, value) -> words.add(1, ShellWord.of(name + "=" + value)));
        words.add("shifter --image=" + ShellWord.of(image) + " --workdir=\"$PWD\"");
        mounts().forEach(mount -> words.add("--volume=" + ShellWord.of(mount)));
        options(words);
    }
}
