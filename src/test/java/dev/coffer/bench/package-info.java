/**
 * The benchmark, {@code mvn -Pbench verify}: the packaged server as a process of its own, on its embedded PostgreSQL
 * with durable commits, beside what bounds it: a static file of the same bytes, and the same SQL without a server
 * around it.
 *
 * <p>{@link dev.coffer.bench.Bench} is the order of things. {@link dev.coffer.bench.ServerProcess} starts the server
 * and looks at it from outside; {@link dev.coffer.bench.Instance} fills it and counts its statements; {@link
 * dev.coffer.bench.Load} asks as fast as answers come, over {@link dev.coffer.bench.HttpConnection}s or over {@link
 * dev.coffer.bench.BareSql}; {@link dev.coffer.bench.Report} prints what came of it.
 *
 * <p>{@link dev.coffer.bench.MaskBench} measures masked output beside output as it is, and {@code coffer mask} beside
 * {@code cat}; it is a program of its own as well.
 *
 * <p>Everything stays on loopback, lasts a fixed number of seconds ({@code -Dbench.seconds=5} a measurement), and stops
 * by itself. The load shares the processors with what it measures, so the ratios say more than the rates.
 */
package dev.coffer.bench;
