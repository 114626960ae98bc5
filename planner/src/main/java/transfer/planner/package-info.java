/**
 * The planner: reads an abstract workflow (YAML, {@code wf-5.0}) with its site, replica and
 * transformation catalogs and its properties, and decides which files have to move where, when, and
 * by which jobs. It writes lists for {@code transfer} and the graph around them, and moves nothing.
 *
 * <p>{@link transfer.planner.Planner} is the way in. Behind it:
 *
 * <ul>
 *   <li>what reads: {@code InputReader}, and below it {@code WorkflowFile}, {@code SiteCatalog},
 *       {@code ReplicaCatalog}, {@code TransformationCatalog} and {@code Properties}; all that is
 *       wrong goes into {@code Defects}
 *   <li>what decides, in this order: {@code DataReuse}, {@code JobPlacement}, {@code StageIn},
 *       {@code InterSite} and {@code StageOut} with a {@code Refiner} that deals files to jobs,
 *       {@code WorkerPackage}, {@code DirectoryJobs}, {@code InPlaceCleanup} or {@code
 *       ConstraintCleanup}; the result is a {@code PlanGraph} of {@code PlanNode}s, each with its
 *       {@code Task}
 *   <li>what writes: {@code SubmitPlan} and {@code SubmitTree}; {@code NodeCommands} say what each
 *       node runs, and {@code SubmitFile}, {@code SlurmScript} and {@code JobsFile} write that down
 *       for HTCondor, Slurm and this machine
 *   <li>what foresees: {@link transfer.planner.Simulation}, as text, JSON and a page
 * </ul>
 */
package transfer.planner;
