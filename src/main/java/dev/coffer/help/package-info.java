/**
 * How to use the product, inside the product.
 *
 * <p>For everybody, signed in or not: one page on setting and importing secrets, the API with curl, what each role may
 * do; and one for each kind of program that reads values. They show no data of anybody; the commands bear the address
 * of this very server. What is printed on the latter is a {@link dev.coffer.help.Recipe}, which the tests run.
 */
package dev.coffer.help;
