package dev.coffer.app;

import java.util.List;

/** An app, its deployments in the order of the environments, and the keys of the secrets that are its own. */
public record AppUse(App app, List<Deployment> deployments, List<String> secrets) {}
