package io.headwater.e2e.spring.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.config.server.EnableConfigServer;

/** Spring Cloud Config Server as it is. */
@SpringBootApplication
@EnableConfigServer
public class Main {
    /**
     * The program.
     *
     * @param arguments {@code --server.port=…}, {@code --spring.cloud.config.server.native.search-locations=file:…/}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments);
    }
}
