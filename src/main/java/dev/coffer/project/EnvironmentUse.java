package dev.coffer.project;

/** An environment, how many secrets have a value there, and how many versions were published to it. */
public record EnvironmentUse(Environment environment, int values, int publications) {}
