# shellcheck shell=sh
# Read by ./transfer and ./verify. Starts no process unless it must: it runs before every start of the program.

java_version=25

# Whether $1 is a home of a Java of our version; with "jdk" as $2 also whether it can compile.
is_java_home() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    [ "${2-}" != jdk ] || [ -x "$1/bin/javac" ] || return 1
    while IFS= read -r release_line; do
        case $release_line in
            "JAVA_VERSION=\"$java_version\"" | "JAVA_VERSION=\"$java_version."*) return 0 ;;
        esac
    done < "$1/release"
    return 1
}

# Sets java_home; with "jdk" as $1 to one that can compile.
find_java() {
    for java_home in \
        "${JAVA_HOME-}" \
        /usr/lib/jvm/* \
        /opt/java/* /opt/jdk* \
        "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@$java_version/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@$java_version/libexec/openjdk.jdk/Contents/Home
    do
        [ -n "$java_home" ] && is_java_home "$java_home" "${1-}" && return 0
    done
    if java_home=$(command -v java); then
        java_home=$(readlink -f "$java_home" 2>/dev/null) || java_home=
        java_home=${java_home%/bin/java}
        [ -n "$java_home" ] && is_java_home "$java_home" "${1-}" && return 0
    fi
    if [ -x /usr/libexec/java_home ]; then
        java_home=$(/usr/libexec/java_home -v $java_version 2>/dev/null) || java_home=
        [ -n "$java_home" ] && is_java_home "$java_home" "${1-}" && return 0
    fi
    java_home=
    return 1
}

# What to type to get "$@" ("jdk", "maven" or both), on this kind of system.
how_to_install() {
    names=" $* "
    if command -v apt-get > /dev/null 2>&1; then
        hint=
        case $names in
            *" jdk "*) hint="(a release without it, such as Debian 12: unpack a JDK $java_version, for example Temurin, under /usr/lib/jvm)" ;;
        esac
        echo "apt-get install$(echo "$names" | sed "s/ jdk / openjdk-$java_version-jdk-headless /")$hint"
    elif command -v dnf > /dev/null 2>&1; then
        echo "dnf install$(echo "$names" | sed "s/ jdk / java-$java_version-openjdk-devel /")"
    elif [ "$(uname -s)" = Darwin ]; then
        echo "brew install$(echo "$names" | sed "s/ jdk / openjdk@$java_version /")"
    else
        echo "a JDK $java_version (set JAVA_HOME) and Maven 3.8 or later, from your system's packages"
    fi
}
