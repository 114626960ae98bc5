package transfer.diagnosis;

/**
 * What was wrong with bytes that came.
 *
 * @param shape in one word, such as {@code zeros}
 * @param first offset of the first wrong byte
 * @param last offset of the last wrong byte
 * @param bytes how many are wrong
 */
record Damage(String shape, long first, long last, long bytes) {
    static final Damage NONE = new Damage("", -1, -1, -1);

    boolean isNone() {
        return shape.isEmpty();
    }
}
