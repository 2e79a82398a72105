/**
 * How to use the product, inside the product.
 *
 * <p>One page, for everybody, signed in or not: setting and importing secrets, the API with curl, what each role may
 * do. It shows no data of anybody; the commands bear the address of this very server.
 */
package dev.coffer.help;
