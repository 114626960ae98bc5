package transfer.planner;

/** Adds no transfers: for plans whose data is moved by somebody else. */
final class EmptyRefiner implements Refiner {
    @Override
    public void stageIn(PlacedJob job, PlanNode node, StageIn.Need need) {
        // by somebody else
    }

    @Override
    public void stageOut(Outs outs) {
        // by somebody else
    }

    @Override
    public void finish() {
        // nothing was gathered
    }
}
