package transfer.planner;

import java.util.Locale;

/** Kinds of jobs as people count them. */
enum NodeKind {
    COMPUTE,
    STAGE_IN,
    STAGE_INTER,
    STAGE_OUT,
    STAGE_WORKER,
    CREATE_DIRECTORY,
    CLEAN_UP,
    REMOVE_DIRECTORY,
    REGISTER,
    CHMOD,
    UNPACK,
    JOIN;

    static NodeKind of(PlanNode node) {
        return switch (node.task()) {
            case Task.Compute compute -> COMPUTE;
            case Task.Transfer transfer ->
                    switch (transfer.kind()) {
                        case STAGE_IN -> STAGE_IN;
                        case STAGE_INTER -> STAGE_INTER;
                        case STAGE_OUT -> STAGE_OUT;
                        case STAGE_WORKER -> STAGE_WORKER;
                    };
            case Task.MakeDirectory directory -> CREATE_DIRECTORY;
            case Task.Remove remove -> remove.recursive() ? REMOVE_DIRECTORY : CLEAN_UP;
            case Task.Register register -> REGISTER;
            case Task.Chmod chmod -> CHMOD;
            case Task.Unpack unpack -> UNPACK;
            case Task.Join join -> JOIN;
        };
    }

    /** {@code stage-in}: for reports, and for programs that read them. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
