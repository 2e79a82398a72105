package dev.coffer.web;

import dev.coffer.access.Permission;
import io.javalin.security.RouteRole;

/**
 * Whom a route serves. Every route declares exactly one; a route without one is refused, so that nothing is public by
 * oversight (OWASP ASVS 5.0, 8.2.1). {@code isUnseen}: asked by pages and not by people, so it keeps no session alive.
 */
public record Audience(Door door, Scope scope, Permission permission, boolean isUnseen) implements RouteRole {

    /**
     * How the asker proves who they are: not at all, by a session cookie, by a bearer token, or by one as clients of
     * the KV v2 shape send it.
     */
    public enum Door {
        OPEN,
        PAGE,
        API,
        VAULT
    }

    /**
     * What the asker enters: nothing in particular, what any token says of itself, what a person's or project's one may
     * see, the organization (as one of its owners), the path's project, or what a deployment reads. A project's token
     * enters its project, a deployment's token its deployment, and both say what they are; nothing else takes them.
     */
    public enum Scope {
        NONE,
        WHOEVER,
        ITSELF,
        ORGANIZATION,
        OWNERS,
        PROJECT,
        DEPLOYMENT
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

    /** Any valid token: a person's, a project's, a deployment's. */
    public static Audience whoever() {
        return new Audience(Door.API, Scope.WHOEVER, null, false);
    }

    /** Any valid token that manages something, a project's too. */
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

    /** A deployment's own token, which reads its values. */
    public static Audience deployment() {
        return new Audience(Door.API, Scope.DEPLOYMENT, null, false);
    }

    /** A deployment's own token, or one that it was exchanged for, with a client of the KV v2 shape. */
    public static Audience vault() {
        return new Audience(Door.VAULT, Scope.DEPLOYMENT, null, false);
    }

    /** Whether it is running apps that ask. */
    boolean isForDeployments() {
        return scope == Scope.DEPLOYMENT;
    }
}
