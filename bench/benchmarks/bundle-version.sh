# shellcheck shell=bash
# The bundle's start: what it takes to say which version it is.
files=1 bytes=0
aim_against=java-version aim_most=2.00
memory_rounds=warm-up

prepare() { use_the_bundle; }

say_version() { ours --version; }
runtime_only() { "$runtime/bin/java" -version; }

contestant ours ours say_version -
contestant peer java-version runtime_only -
