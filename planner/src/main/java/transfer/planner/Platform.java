package transfer.planner;

/**
 * What a machine is, as far as programs must fit it. Programs fit where all parts are equal; a part
 * that nobody names is null and equals only another one that nobody names.
 */
record Platform(String arch, String os, String release, String version) {
    static final Platform USUAL = new Platform("x86_64", "linux", null, null);

    static Platform read(Section section) {
        return new Platform(
                section.text("arch").orElse(USUAL.arch),
                section.text("os.type").orElse(USUAL.os),
                section.text("os.release").orElse(null),
                section.text("os.version").orElse(null));
    }
}
