package transfer.it;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;

/** How deep statements stand inside each other. An {@code else if} counts as its {@code if}. */
final class Nesting extends TreeScanner<Void, Integer> {
    private int deepest;

    private Nesting() {}

    static int depth(MethodTree method) {
        Nesting nesting = new Nesting();
        nesting.scan(method.getBody(), 0);
        return nesting.deepest;
    }

    @Override
    public Void scan(Tree tree, Integer depth) {
        int inside = tree != null && nests(tree) ? depth + 1 : depth;
        deepest = Math.max(deepest, inside);
        return super.scan(tree, inside);
    }

    @Override
    public Void visitIf(IfTree tree, Integer depth) {
        scan(tree.getCondition(), depth);
        scan(tree.getThenStatement(), depth);
        scan(
                tree.getElseStatement(),
                tree.getElseStatement() instanceof IfTree ? depth - 1 : depth);
        return null;
    }

    private static boolean nests(Tree tree) {
        return switch (tree) {
            case IfTree _,
                    ForLoopTree _,
                    EnhancedForLoopTree _,
                    WhileLoopTree _,
                    DoWhileLoopTree _,
                    SwitchTree _,
                    SynchronizedTree _,
                    TryTree _ ->
                    true;
            default -> false;
        };
    }
}
