package io.headwater.runtime.http;

import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;
import io.headwater.runtime.settings.SettingsValues;
import java.util.Optional;

/** Where services listen: on the loopback address until told otherwise, because nobody is asked who he is. */
public final class HttpSettings {
    private static final String LOOPBACK = "127.0.0.1";

    public static final Setting<String> HOST = Setting.of(
                    "http.host",
                    SettingTypes.string(),
                    "Address that the API listens on; 0.0.0.0 for every network of the machine or container.")
            .defaultsTo(LOOPBACK);
    public static final Setting<String> MANAGEMENT_HOST = Setting.of(
                    "management.host",
                    SettingTypes.string(),
                    "Address that health and metrics listen on; 0.0.0.0 for every network of the machine or container.")
            .defaultsTo(LOOPBACK);

    public static final Setting<Optional<Integer>> MANAGEMENT_PORT = Setting.optional(
            "management.port",
            SettingTypes.port(),
            "Port of health and metrics, if not that of the API + 1000; 0 for any free one.");

    private static final int BESIDE = 1_000;
    private static final int LAST = 65_535;

    private HttpSettings() {}

    /**
     * Where health and metrics listen.
     *
     * @param port of the API; 0 for any free one
     * @return 0 for any free one
     */
    public static int managementPort(SettingsValues values, int port) {
        int beside = port == 0 || port + BESIDE > LAST ? 0 : port + BESIDE;
        return values.value(MANAGEMENT_PORT).orElse(beside);
    }
}
