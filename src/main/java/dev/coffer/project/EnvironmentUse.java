package dev.coffer.project;

/** An environment and how many secrets have a value there. */
public record EnvironmentUse(Environment environment, int values) {}
