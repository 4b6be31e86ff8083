package io.headwater.reader.view;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What those who follow the source have in common.
 *
 * @param listener is told of every view
 * @param pins says what must not be dropped
 * @param interval how often to look without being rung
 * @param stale from when on what is held is called stale
 */
public record Following(
        ViewSource source,
        ViewListener listener,
        Pins pins,
        HoldPoint holdPoint,
        InstantSource clock,
        Duration interval,
        StaleRules stale) {}
