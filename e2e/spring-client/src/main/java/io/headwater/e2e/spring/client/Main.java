package io.headwater.e2e.spring.client;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Boots once for each group of arguments, {@code FILE --spring.…}, with {@code ++} between the groups, and writes into the file
 * what its Environment then has: under each name that came from the configuration server the value that a bean would be given.
 */
@SpringBootApplication
public class Main {
    private static final String FROM_SERVER = "configserver:";
    private static final String ABOUT_SERVER = "configClient";

    /** The program. */
    public static void main(String[] arguments) throws IOException {
        List<String> group = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("++")) {
                boot(group);
                group.clear();
            } else {
                group.add(argument);
            }
        }
        boot(group);
    }

    private static void boot(List<String> group) throws IOException {
        SpringApplication application = new SpringApplication(Main.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments = group.subList(1, group.size()).toArray(String[]::new);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            Properties seen = seen(context.getEnvironment());
            try (Writer file = Files.newBufferedWriter(Path.of(group.getFirst()))) {
                seen.store(file, null);
            }
        }
    }

    private static Properties seen(ConfigurableEnvironment environment) {
        Properties seen = new Properties();
        for (PropertySource<?> source : environment.getPropertySources()) {
            boolean served =
                    source.getName().startsWith(FROM_SERVER) || source.getName().equals(ABOUT_SERVER);
            if (served && source instanceof EnumerablePropertySource<?> named) {
                for (String name : named.getPropertyNames()) {
                    String value = environment.getProperty(name);
                    seen.setProperty(name, value == null ? "" : value);
                }
            }
        }
        return seen;
    }
}
