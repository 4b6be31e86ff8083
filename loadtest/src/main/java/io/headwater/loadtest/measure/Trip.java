package io.headwater.loadtest.measure;

/**
 * One change on its way.
 *
 * @param number among the arrivals of its route
 * @param intended when it should have been sent
 * @param answered when its sender was done
 */
public record Trip(long number, long intended, long answered) {}
