package transfer.planner;

/**
 * All that a run of the planner was given, read.
 *
 * @param siteFile the name of the site catalog's file, for messages
 * @param workflowProfiles of the top of the workflow, for all its jobs
 * @param propertyProfiles the weakest
 * @param surroundings of the planner itself
 */
record PlanInputs(
        PlanRequest request,
        Properties properties,
        SiteCatalog sites,
        String siteFile,
        ReplicaSources replicas,
        TransformationCatalog transformations,
        Profiles workflowProfiles,
        Profiles propertyProfiles,
        Surroundings surroundings,
        Defects defects) {
    /** Where the reference differs from its own manual, do as it does. */
    boolean isExact() {
        return isExact(properties);
    }

    /** The name of a job in the executable workflow, where some characters mean something else. */
    String name(Job job) {
        return request.names().prefix()
                + (job.name() + "_" + job.id()).replace('.', '_').replace('+', '_');
    }

    static boolean isExact(Properties properties) {
        return properties.says("transfer.plan.as.reference", false);
    }
}
