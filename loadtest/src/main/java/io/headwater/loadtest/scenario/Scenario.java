package io.headwater.loadtest.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The load tests that there are. */
public enum Scenario {
    /** Single keys. */
    LOOKUPS("Lookups", "steady lookups of single keys, a few services often, many now and then (Zipf)"),
    /** Snapshots by tag. */
    POLLING("Polling", "clients that ask for their snapshot again and again with its ETag, while values change"),
    /** Both ways of waiting. */
    SUBSCRIBERS("Subscribers", "event streams and long-polls on services that change all the time"),
    /** One change, many eyes. */
    WRITE_AND_SEE("WriteAndSee", "a write, then the time until every subscriber has it, again and again"),
    /** Everybody at once. */
    DEPLOY_STORM("DeployStorm", "10,000 subscribers go and come back at the same moment, beside lookups"),
    /** A bit of everything. */
    SOAK("Soak", "lookups, pollers, streams and writes together for half an hour");

    private static final String PACKAGE = "io.headwater.loadtest.scenarios.";

    private final String simulation;
    private final String about;

    Scenario(String simulation, String about) {
        this.simulation = simulation;
        this.about = about;
    }

    /** What the command line calls it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class of the simulation. */
    public String simulation() {
        return PACKAGE + simulation;
    }

    /** What it does, in a line. */
    public String about() {
        return about;
    }

    /** The one of that name. */
    static Optional<Scenario> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    /** All names. */
    static List<String> names() {
        return Arrays.stream(values()).map(Scenario::text).toList();
    }
}
