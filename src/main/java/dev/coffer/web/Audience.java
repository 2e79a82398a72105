package dev.coffer.web;

import dev.coffer.access.Permission;
import io.javalin.security.RouteRole;

/**
 * Whom a route serves. Every route declares exactly one; a route without one is refused, so that nothing is public by
 * oversight (OWASP ASVS 5.0, 8.2.1). {@code isUnseen}: asked by pages and not by people, so it keeps no session alive.
 */
public record Audience(Door door, Scope scope, Permission permission, boolean isUnseen) implements RouteRole {

    /** How the asker proves who they are: not at all, by a session cookie, or by a bearer token. */
    public enum Door {
        OPEN,
        PAGE,
        API
    }

    /**
     * What the asker enters: nothing in particular, what a token says of itself, the organization (as one of its
     * owners), or the path's project. A project's token enters its project, and says what it is; nothing else takes it.
     */
    public enum Scope {
        NONE,
        ITSELF,
        ORGANIZATION,
        OWNERS,
        PROJECT
    }

    /** Everybody, signed in or not. */
    public static Audience everybody() {
        return new Audience(Door.OPEN, Scope.NONE, null, false);
    }

    /** Anybody signed in, with a browser. */
    public static Audience person() {
        return new Audience(Door.PAGE, Scope.ORGANIZATION, null, false);
    }

    /** An owner of the organization, with a browser. */
    public static Audience owner() {
        return new Audience(Door.PAGE, Scope.OWNERS, null, false);
    }

    /** Somebody signed in whose role in the path's project grants the permission. */
    public static Audience person(Permission permission) {
        return new Audience(Door.PAGE, Scope.PROJECT, permission, false);
    }

    /** A page of such a person's, by itself, again and again. */
    public static Audience watcher(Permission permission) {
        return new Audience(Door.PAGE, Scope.PROJECT, permission, true);
    }

    /** Any valid token, a project's too. */
    public static Audience anyToken() {
        return new Audience(Door.API, Scope.ITSELF, null, false);
    }

    /** A person's token. */
    public static Audience token() {
        return new Audience(Door.API, Scope.ORGANIZATION, null, false);
    }

    /** A token of an owner of the organization. */
    public static Audience ownerToken() {
        return new Audience(Door.API, Scope.OWNERS, null, false);
    }

    /** A token, a person's or the project's own, whose role in the path's project grants the permission. */
    public static Audience token(Permission permission) {
        return new Audience(Door.API, Scope.PROJECT, permission, false);
    }
}
