package transfer.planner;

import java.util.List;

/**
 * A compute job of the abstract workflow, with its neighbours. Neighbours change while the workflow
 * is read and reduced.
 */
final class Job {
    private final String id;
    private final String transformation;
    private final String name;
    private final String arguments;
    private final List<FileUse> uses;
    private final Profiles profiles;
    private final Streams streams;
    private final int line;
    private final Neighbours<Job> parents = new Neighbours<>();
    private final Neighbours<Job> children = new Neighbours<>();
    private int level = -1;
    private int waiting;

    /** Names of files for standard input, output and error; null where there is none. */
    record Streams(String in, String out, String err) {
        static final Streams NONE = new Streams(null, null, null);
    }

    /**
     * What a job says of itself.
     *
     * @param transformation {@code namespace::name:version}, absent parts left out with their marks
     * @param name the name of the transformation alone
     */
    record Description(String id, String transformation, String name, String arguments, int line) {}

    Job(Description description, List<FileUse> uses, Profiles profiles, Streams streams) {
        this.id = description.id();
        this.transformation = description.transformation();
        this.name = description.name();
        this.arguments = description.arguments();
        this.line = description.line();
        this.uses = List.copyOf(uses);
        this.profiles = profiles;
        this.streams = streams;
    }

    /** The key of a transformation in catalogs. */
    static String transformation(String namespace, String name, String version) {
        return (namespace.isEmpty() ? "" : namespace + "::")
                + name
                + (version.isEmpty() ? "" : ":" + version);
    }

    String id() {
        return id;
    }

    String transformation() {
        return transformation;
    }

    String name() {
        return name;
    }

    String arguments() {
        return arguments;
    }

    List<FileUse> uses() {
        return uses;
    }

    Profiles profiles() {
        return profiles;
    }

    Streams streams() {
        return streams;
    }

    /** Where it stands in the workflow file, counted from 1. */
    int line() {
        return line;
    }

    Neighbours<Job> parents() {
        return parents;
    }

    Neighbours<Job> children() {
        return children;
    }

    /** The length of the longest path from a job without parents; -1 as long as nobody counted. */
    int level() {
        return level;
    }

    void level(int number) {
        level = number;
    }

    /** Begins to count the parents that were seen on a walk through the workflow. */
    void await() {
        waiting = parents.size();
    }

    /** One parent more was seen; says whether it was the last one. */
    boolean isLastAwaited() {
        return --waiting == 0;
    }

    /** Whether a parent was not seen, as happens in a cycle and behind it. */
    boolean isAwaiting() {
        return waiting > 0;
    }

    /** Whether an edge leads from this one to the other. */
    boolean precedes(Job child) {
        return Neighbours.areLinked(children, child, child.parents, this);
    }

    /** An edge from this one to another; a second one is none. */
    void precede(Job child) {
        if (!precedes(child)) {
            children.add(child);
            child.parents.add(this);
        }
    }

    @Override
    public String toString() {
        return name + "_" + id;
    }
}
