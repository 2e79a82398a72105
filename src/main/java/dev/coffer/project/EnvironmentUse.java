package dev.coffer.project;

import java.util.List;

/**
 * An environment, how many secrets have a value there, how many versions were published to it, and the apps that are
 * deployed there, by their addresses.
 */
public record EnvironmentUse(Environment environment, int values, int publications, List<String> apps) {}
