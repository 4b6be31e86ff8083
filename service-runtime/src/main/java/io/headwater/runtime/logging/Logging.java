package io.headwater.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.SettingsValues;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Log lines on standard error, all at WARN and above, Headwater's own at a level of choice. As soon as this module is on
 * the class path they look like this, as text at INFO; {@link #configure} changes format and level.
 */
public final class Logging {

    public static final Setting<LogFormat> FORMAT = Setting.of(
                    "log.format", SettingTypes.oneOf(LogFormat.class), "How log lines on standard error look.")
            .defaultsTo("text");

    public static final Setting<LogLevel> LEVEL = Setting.of(
                    "log.level", SettingTypes.oneOf(LogLevel.class), "From which level on log lines are written.")
            .defaultsTo("info");

    /** The settings of this class, to be declared by every program. */
    public static final List<Setting<?>> SETTINGS = List.of(FORMAT, LEVEL);

    // Line breaks in a message could fake another line.
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0} - "
            + "%replace(%msg){'[\\r\\n]+',' | '}%replace( [%X{traceparent}]){' \\[\\]',''}%n%ex";

    /** They warn of what their callers retry and tell themselves, or of what is as it should be. */
    static final List<String> QUIET = List.of(
            "org.apache.kafka.clients.NetworkClient",
            "org.apache.kafka.clients.Metadata",
            "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils",
            "org.apache.kafka.clients.producer.internals.Sender",
            "org.apache.kafka.controller.QuorumController",
            "org.apache.kafka.streams.StreamsConfig",
            "org.apache.kafka.streams.processor.internals.StateDirectory",
            "de.bwaldvogel.mongo.backend.AbstractMongoDatabase");

    private Logging() {}

    /** Applies the settings to the whole process. */
    public static void configure(SettingsValues values) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context, values.value(FORMAT), values.value(LEVEL));
        }
    }

    static void configure(LoggerContext context, LogFormat format, LogLevel level) {
        Encoder<ILoggingEvent> encoder = encoder(context, format);
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.addFilter(new SentAgain());
        appender.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        context.getLogger("io.headwater").setLevel(level.level());
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder encoder = new PatternLayoutEncoder();
                encoder.setContext(context);
                encoder.setPattern(PATTERN);
                encoder.start();
                yield encoder;
            }
            case JSON -> {
                JsonLineEncoder encoder = new JsonLineEncoder();
                encoder.setContext(context);
                encoder.start();
                yield encoder;
            }
        };
    }
}
