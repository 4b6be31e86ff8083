package io.headwater.loadtest.nginx;

import io.headwater.embedded.process.ChildCommand;
import io.headwater.embedded.process.ChildProcess;
import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.embedded.process.Programs;
import io.headwater.embedded.process.Readiness;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Yardstick: nginx with one worker, no log, no compression, connections kept for ever. {@code /constant} is returned from
 * its configuration, {@code /file} by {@code sendfile} from a file that is kept open.
 */
public final class Nginx implements AutoCloseable {
    /** How to get it. */
    public static final String MISSING = "no nginx on the PATH or in /usr/sbin (Debian: apt-get install nginx-light)";

    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final ChildProcess process;
    private final int port;

    private Nginx(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program, if the machine has it. */
    public static Optional<Path> find() {
        // Debian puts it where only root's PATH looks.
        return Programs.onPath("nginx")
                .or(() -> Optional.of(Path.of("/usr/sbin/nginx")).filter(Files::isExecutable));
    }

    /**
     * Starts it.
     *
     * @param directory of its own
     * @param constant returned as JSON
     * @param file what the file has
     */
    public static Nginx start(ChildProcesses children, Path program, Path directory, String constant, String file)
            throws IOException {
        int port = Ports.free();
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.writeString(files.resolve("file"), file);
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(directory, port, constant));
        List<String> command =
                List.of(program.toString(), "-p", directory.toString(), "-c", configuration.toString(), "-e", "stderr");
        ChildProcess process = children.start(new ChildCommand("nginx", command, directory));
        Readiness.await(process, START_LIMIT, () -> {
            try (HttpConnection http = new HttpConnection(port)) {
                return http.get("/constant").body().equals(constant);
            }
        });
        return new Nginx(process, port);
    }

    static String configuration(Path directory, int port, String constant) {
        // Started by root its worker would be somebody who may not read a temporary directory.
        String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        return user + """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events {
                  worker_connections 1024;
                }
                http {
                  access_log off;
                  gzip off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 1000000000;
                  keepalive_timeout 1h;
                  open_file_cache max=8 inactive=1h;
                  default_type application/json;
                  client_body_temp_path %1$s/temporary;
                  proxy_temp_path %1$s/temporary;
                  fastcgi_temp_path %1$s/temporary;
                  uwsgi_temp_path %1$s/temporary;
                  scgi_temp_path %1$s/temporary;
                  server {
                    listen 127.0.0.1:%2$d backlog=1024;
                    location = /constant { return 200 '%3$s'; }
                    location / { root %1$s/files; }
                  }
                }
                """.formatted(directory, port, quoted(constant));
    }

    private static String quoted(String constant) {
        if (constant.contains("$")) {
            throw new IllegalArgumentException("nginx would take a $ for a variable: " + constant);
        }
        return constant.replace("\\", "\\\\").replace("'", "\\'");
    }

    /** Where the constant is. */
    public String constant() {
        return "http://127.0.0.1:" + port + "/constant";
    }

    /** Where the file is. */
    public String file() {
        return "http://127.0.0.1:" + port + "/file";
    }

    @Override
    public void close() {
        process.close();
    }
}
