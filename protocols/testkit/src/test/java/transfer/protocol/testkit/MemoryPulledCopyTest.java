package transfer.protocol.testkit;

/** As {@link MemoryConformanceTest}, with direct copies that the other store makes by itself. */
class MemoryPulledCopyTest extends MemoryConformanceTest {
    @Override
    protected Fixture fixture() {
        return MemoryFixture.between(MemoryFixture.Copies.PULLED);
    }
}
