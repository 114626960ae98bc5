package transfer.protocol.testkit;

/** As {@link MemoryConformanceTest}, with direct copies into another store. */
class MemoryPushedCopyTest extends MemoryConformanceTest {
    @Override
    protected Fixture fixture() {
        return MemoryFixture.between(MemoryFixture.Copies.PUSHED);
    }
}
