/**
 * What the results of runs tell: {@link transfer.diagnosis.Explanation} says why items failed and
 * what to do next, {@link transfer.diagnosis.Diagnosis} finds what bad transfers have in common.
 *
 * <p>Reads results as they are written, line by line, and sees no other module: results may come
 * from another machine and another version. The causes it knows are data, in {@code causes.txt}.
 * Method and limits of the statistics: {@code docs/diagnosis.md}.
 */
package transfer.diagnosis;
