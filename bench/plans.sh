# shellcheck shell=bash
# The rows about planning: a generated workflow of `files` jobs, read, planned and written with all its files.

# planning SHAPE
planning() {
    shape=$1
    aims="planned 10 memory_kib 1048576"
    [ "$files" -le 100000 ] || aims=
    out=$memory/out

    prepare() {
        . "$root/scripts/find-java.sh"
        find_java jdk || die "needs a JDK $java_version: $(how_to_install jdk)"
        # a page and an inode for each of some files per job
        room "$tmpfs" $((files / 50)) && names_left "$tmpfs" $((4 * files + 10000)) || return 1
        "$java_home/bin/java" "$here/WorkflowMaker.java" "$shape" "$files" sharedfs "$memory/workflow" || return 1
        bytes=$(wc -c < "$memory/workflow/workflow.yml")
        library=$(find "${installed%/bin}/lib" "$root/target/program" -name 'snakeyaml-engine-*.jar' 2> /dev/null | head -n 1)
        mkdir -p -- "$scratch/yaml"
        "$java_home/bin/javac" -cp "$library" -d "$scratch/yaml" "$here/YamlEvents.java"
    }

    fresh() { rm -rf -- "$out" && mkdir -- "$out"; }
    # every job of the workflow stands in the graph, and the file of each that it names is there
    right() {
        local dag jobs
        dag=$(find "$out" -name '*.dag') || return 1
        jobs=$(grep -c '^JOB ' "$dag") && [ "$jobs" -ge $((files - 10)) ] || { echo "jobs: $jobs"; return 1; }
        (cd -- "${dag%/*}" && awk '$1 == "JOB" && NF == 3 { print $3 }' "$dag" | xargs -r stat -c %n | wc -l) > "$scratch/there"
        [ "$(cat "$scratch/there")" = "$(awk '$1 == "JOB" && NF == 3' "$dag" | wc -l)" ]
    }
    after_ours() {
        tail -n 1 "$scratch/time" | awk -v jobs="$files" '{ print "planned", $1; printf "jobs_per_second %.0f\n", jobs / $1 }'
    }

    plan() {
        (cd -- "$memory/workflow" && ours plan workflow.yml --conf pegasus.properties --sites cluster --output-sites local \
            --dir "$out")
    }
    parse() { "$java_home/bin/java" "@$root/scripts/java.options" -cp "$scratch/yaml:$library" YamlEvents "$memory/workflow/workflow.yml"; }
    count() { wc "$memory/workflow/workflow.yml"; }

    contestant ours ours plan
    contestant limit yaml-events parse -
    contestant context wc count -
}
