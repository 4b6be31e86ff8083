package io.headwater.e2e.direct;

import io.headwater.core.Snapshot;

/**
 * What a service sees of an environment's topic.
 *
 * @param epoch within one, revisions never go back
 * @param revision everything up to this commit is included
 * @param deleted whether the environment is gone; the content is empty then
 */
public record View(long epoch, long revision, boolean deleted, Snapshot content) {}
