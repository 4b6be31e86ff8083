package io.headwater.runtime.http;

import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingTypes;

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

    private HttpSettings() {}
}
