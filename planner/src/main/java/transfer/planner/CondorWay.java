package transfer.planner;

/** How a job gets to its site with HTCondor. */
enum CondorWay {
    /** The submit host runs it itself. */
    HERE,
    /** A pool of HTCondor. */
    POOL,
    /** The batch system of a site. */
    GRID;

    /**
     * @param profiles of the job
     */
    static CondorWay of(PlanNode node, Profiles profiles) {
        if (node.runsAt().equals(Site.LOCAL)) {
            boolean isOnNode =
                    node.task() instanceof Task.Compute compute
                            && compute.job().configuration().isOnNode();
            return isOnNode ? POOL : HERE;
        }
        return style(node, profiles).equals("condor") ? POOL : GRID;
    }

    static String style(PlanNode node, Profiles profiles) {
        return profiles.pegasus("style")
                .orElse(node.runsAt().equals(Site.LOCAL) ? "condor" : "globus");
    }
}
