/**
 * Runs a planned workflow on this machine. {@link transfer.workflow.WorkflowRun} reads the jobs
 * that the planner wrote into a submit directory, does them in the order of their dependencies, and
 * notes each end in a journal, so that a killed run goes on where it was.
 *
 * <p>Commands run as processes without a shell. Lists of transfers are done by whoever is given as
 * {@link transfer.workflow.Lists}: nothing here knows how a file is moved.
 */
package transfer.workflow;
