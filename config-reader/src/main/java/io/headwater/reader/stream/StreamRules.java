package io.headwater.reader.stream;

import java.time.Duration;

/**
 * How event streams behave.
 *
 * @param heartbeat a comment is sent when nothing else was for so long
 * @param futureAfter a stream that asks to go on behind an event which this replica has not got to waits; when it has
 *     followed Redis without a break for so long and there is no such event, the event is of another history
 * @param reconnect a subscriber that is sent away comes back after about this time
 * @param stall a subscriber that takes nothing for this time is closed
 */
public record StreamRules(Duration heartbeat, Duration futureAfter, Duration reconnect, Duration stall) {}
