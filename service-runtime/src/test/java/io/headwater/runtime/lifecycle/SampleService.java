package io.headwater.runtime.lifecycle;

import io.headwater.runtime.health.Health;
import io.headwater.runtime.logging.Logging;
import io.headwater.runtime.management.ManagementServer;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.Settings;
import io.headwater.runtime.settings.SettingsValues;
import java.util.List;

/** A service that does nothing, in a process of its own. */
public final class SampleService {

    static final Setting<String> MOOD = Setting.of(
            "mood", SettingTypes.string(), "What it does at start: work, refuse, fail, break or refuse-later.");
    static final Settings SETTINGS = Settings.of(List.of(MOOD)).and(Logging.SETTINGS);

    private SampleService() {}

    public static void main(String[] arguments) {
        System.exit(new ServiceMain("sample", SETTINGS, SampleService::create).run(arguments));
    }

    static Lifecycle create(SettingsValues values) {
        Health health = new Health();
        ManagementServer management = new ManagementServer("127.0.0.1", 0, health, new Metrics());
        String mood = values.value(MOOD);
        if (mood.equals("break")) {
            throw new IllegalStateException("no such graph");
        }
        Lifecycle lifecycle = new Lifecycle(health);
        lifecycle.add(management);
        lifecycle.add(Component.of(
                "mood",
                () -> {
                    switch (mood) {
                        case "refuse-later" -> lifecycle.fail(new StartRefusedException("a topic of somebody else"));
                        case "refuse" -> throw new StartRefusedException("the topic has the wrong policy");
                        case "fail" -> throw new IllegalStateException("unexpected");
                        default -> {}
                    }
                },
                () -> {}));
        return lifecycle;
    }
}
