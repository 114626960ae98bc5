/**
 * The program under both of its names: commands, output, exit codes, and the one place that wires
 * objects together.
 */
package transfer.cli;
