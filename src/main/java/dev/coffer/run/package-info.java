/**
 * A command with values in its environment: a {@link dev.coffer.run.Launch} says which command gets what, {@link
 * dev.coffer.run.Preflight} explains why it can't be started, before anything is, and a {@link dev.coffer.run.Child} is
 * the command as it runs: its output masked, signals passed on, its exit code, its files removed at the end.
 *
 * <p><b>The environment is byte for byte.</b> Java writes it in the encoding of its locale. Where that can't write a
 * value, a {@code Preflight} refuses it; the launcher {@code coffer} starts Java in {@code C.UTF-8}, where all can be
 * written, and the child gets its own locale back. What Java hands on without reading it keeps its bytes anyhow.
 *
 * <p><b>A value is never an argument</b>, of this process or another, and in no message. It stands in the child's
 * environment, or, for a {@code --file}, in {@link dev.coffer.run.PrivateFiles}.
 *
 * <p>A leaf: it knows {@code mask}, {@code crypto.Plaintext} and the rules for names in {@code form.SecretKey}.
 */
package dev.coffer.run;
