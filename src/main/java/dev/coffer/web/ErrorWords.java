package dev.coffer.web;

/** What a person reads for a status: what happened, and what to do. */
record ErrorWords(String heading, String text) {

    /** What the author of a program reads. */
    static ErrorWords ofProgram(int status) {
        return switch (status) {
            case 401 ->
                new ErrorWords("No token that works here", "Give one in the header Authorization, as Bearer and the"
                        + " token. It may have expired or been revoked.");
            case 404 -> new ErrorWords("Nothing here", "What the address names isn't there, or isn't shared with this"
                    + " token.");
            case 405 -> new ErrorWords("That can't be done at this address", "The header Allow says what can be done.");
            default -> of(status);
        };
    }

    static ErrorWords of(int status) {
        return switch (status) {
            case 400 -> new ErrorWords("That request can't be read", "Go back and try again.");
            case 401 -> new ErrorWords("You are signed out", "Sign in, then try again.");
            case 403 -> new ErrorWords("You can't do that here", "Your role doesn't include it. Ask an owner of the"
                    + " project.");
            case 404 -> new ErrorWords("Nothing here", "There is no such page, or it isn't shared with you.");
            case 405 -> new ErrorWords("That can't be done at this address", "Go back and try again.");
            case 408 -> new ErrorWords("The request took too long", "Nothing was saved. Try again.");
            case 409, 412 -> new ErrorWords("It changed in the meantime", "Load the page again and check it.");
            case 413 -> new ErrorWords("That is too large", "Nothing was saved. Send less at once.");
            case 414, 431 -> new ErrorWords("The address or its headers are too long", "Shorten it and try again.");
            case 415 -> new ErrorWords("That kind of content isn't read here", "Nothing was saved.");
            case 422 -> new ErrorWords("There is a problem", "Nothing was saved.");
            case 429 -> new ErrorWords("Too many tries", "Wait a little, then try again.");
            case 503 -> new ErrorWords("Coffer can't reach its database", "Nothing was saved. Try again in a moment.");
            default -> status >= 500
                    ? new ErrorWords("Something failed on our side", "Nothing was saved. Try again; if it stays, tell"
                            + " whoever runs this server the reference.")
                    : new ErrorWords("That can't be done", "Go back and try again.");
        };
    }
}
