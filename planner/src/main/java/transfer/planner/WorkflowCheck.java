package transfer.planner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds everything that is wrong with what is to be planned, and what may not be meant, without
 * writing anything. One defect does not hide the others if these can be found without it.
 */
final class WorkflowCheck {
    private final PlanRequest request;
    private final Surroundings surroundings;
    private final Rehearsal rehearsal;
    private final List<Defect> errors = new ArrayList<>();
    private final Defects warnings = new Defects();

    /** Plans, and does all that follows but the writing. */
    interface Rehearsal {
        /**
         * @param workflow from which superfluous jobs are taken
         * @param superfluous jobs that need not run
         * @param levels of all jobs
         * @return what is to be said of what would be written
         * @throws PlanningException when there cannot be a plan
         */
        Findings of(
                Workflow workflow, PlanInputs inputs, List<Job> superfluous, List<List<Job>> levels)
                throws IOException, PlanningException;
    }

    private interface Planning {
        Findings plan() throws IOException, PlanningException;
    }

    WorkflowCheck(PlanRequest request, Surroundings surroundings, Rehearsal rehearsal) {
        this.request = request;
        this.surroundings = surroundings;
        this.rehearsal = rehearsal;
    }

    /**
     * @throws IOException when a file cannot be read to its end
     */
    Findings findings() throws IOException {
        try {
            InputReader.Read read = new InputReader(request, surroundings).read();
            workflow(read.workflow(), read.inputs());
        } catch (PlanningException e) {
            errors.addAll(e.defects());
        }
        return new Findings(errors, warnings.list());
    }

    private void workflow(Workflow workflow, PlanInputs inputs) throws IOException {
        if (inputs.properties().says("pegasus.parser.dax.data.dependencies", true)) {
            workflow.addDataDependencies(inputs.defects());
        } else {
            workflow.makers(warnings); // who turns that off may order such jobs himself
        }
        List<List<Job>> levels = workflow.levels(inputs.defects());
        new PropertyCheck(inputs.properties(), workflow).warn(warnings);
        warnOfUnused(workflow);
        boolean isWhole = inputs.defects().isEmpty();
        boolean isPlaceable =
                inputs.defects().list().stream()
                        .allMatch(defect -> defect.file().equals(workflow.file()));
        errors.addAll(inputs.defects().list());
        List<Job> jobs = new ArrayList<>(workflow.size());
        workflow.jobs().forEach(jobs::add);
        List<Job> superfluous = new DataReuse(inputs, workflow.users()).superfluous(levels);
        if (isWhole && plan(() -> rehearsal.of(workflow, inputs, superfluous, levels))) {
            return;
        }
        if (isPlaceable && !isWhole) {
            new JobPlacement(workflow, inputs).place(levels);
        }
        findReplicas(workflow.file(), jobs, new HashSet<>(superfluous), inputs);
        inputs.defects().warnings().forEach(warnings::add);
        errors.addAll(inputs.defects().list());
    }

    /** Whether there is a plan; what speaks against it is among the errors. */
    private boolean plan(Planning planning) throws IOException {
        try {
            Findings findings = planning.plan();
            errors.addAll(findings.errors());
            findings.warnings().forEach(warnings::add);
            return true;
        } catch (PlanningException e) {
            errors.addAll(e.defects());
            return false;
        }
    }

    private static void findReplicas(
            String file, List<Job> jobs, Set<Job> superfluous, PlanInputs inputs) {
        Set<String> made = new HashSet<>();
        for (Job job : jobs) {
            job.uses().stream().filter(FileUse::isOutput).map(FileUse::lfn).forEach(made::add);
        }
        for (Job job : jobs) {
            if (superfluous.contains(job)) {
                continue;
            }
            for (FileUse use : job.uses()) {
                if (use.isInput()
                        && !use.optional()
                        && !made.contains(use.lfn())
                        && !inputs.replicas().knows(use.lfn())) {
                    inputs.defects().add(StageIn.missing(file, job, use.lfn()));
                }
            }
        }
    }

    /** Outputs that only take room. */
    private void warnOfUnused(Workflow workflow) {
        boolean isNothingKept =
                request.sites().output().isEmpty() && request.sites().directory().isEmpty();
        Set<String> wanted = new HashSet<>();
        for (Job job : workflow.jobs()) {
            job.uses().stream().filter(FileUse::isInput).map(FileUse::lfn).forEach(wanted::add);
        }
        if (isNothingKept) {
            warnings.add(
                    "command line",
                    "--output-sites",
                    "no site and no directory for outputs is named: all that the workflow makes"
                            + " stays in scratch directories, and is removed there unless --cleanup"
                            + " is none");
        }
        for (Job job : workflow.jobs()) {
            for (FileUse use : job.uses()) {
                if (use.isOutput()
                        && !use.isCheckpoint()
                        && !use.stageOut()
                        && !wanted.contains(use.lfn())) {
                    warnings.add(
                            new Defect(
                                    workflow.file(),
                                    job.line(),
                                    "jobs",
                                    "the job "
                                            + job.id()
                                            + " makes '"
                                            + use.lfn()
                                            + "', which no job reads and which is not staged"
                                            + " out"));
                }
            }
        }
    }
}
