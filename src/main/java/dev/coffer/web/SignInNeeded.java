package dev.coffer.web;

/** Nobody known asks: pages lead to the sign-in, the API answers 401. */
final class SignInNeeded extends RuntimeException {
    SignInNeeded() {
        super("sign-in needed", null, false, false);
    }
}
