package transfer.planner;

/** Who runs the jobs of a plan, and so in which form a submit directory is written. */
public enum Engine {
    /** HTCondor's DAGMan: a DAG and a submit file for every job. */
    DAGMAN,
    /** Slurm: a script for every job, submitted with {@code sbatch}. */
    SLURM,
    /** This machine, without a batch system. */
    LOCAL
}
