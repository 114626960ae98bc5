/**
 * The planner: reads an abstract workflow (YAML, {@code wf-5.0}) with its site, replica and
 * transformation catalogs and its properties, and decides which files have to move where, when, and
 * by which jobs. It writes lists for {@code transfer} and the graph around them, and moves nothing.
 */
package transfer.planner;
