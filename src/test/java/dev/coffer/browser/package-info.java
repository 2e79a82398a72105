/**
 * The whole product in a real browser, as people use it: with a mouse and by keyboard alone, with the page's script and
 * without.
 *
 * <p>{@link dev.coffer.browser.Browsers} finds a Chromium and starts it, once a test class. It opens a {@link
 * dev.coffer.browser.Tab}, which belongs to one person, presses and types in one {@link dev.coffer.browser.Manner}, and
 * complains when it is closed about everything that the browser complained about: console messages, scripts' errors,
 * the policy's violations. {@code tab.look(what)} asks axe about the page as it is at that moment, light and dark, wide
 * and narrow.
 *
 * <p>A test that leaves a page has to wait for something that only the next page has (its address, its message, its
 * focus) before it goes on.
 */
package dev.coffer.browser;
