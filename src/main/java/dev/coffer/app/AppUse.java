package dev.coffer.app;

import java.util.List;

/** An app, its deployments in the order of the environments, and how many secrets are its own. */
public record AppUse(App app, List<Deployment> deployments, int secrets) {}
