package io.headwater.testkit.faults;

import com.sun.net.httpserver.HttpServer;
import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A service that answers whether it is ready with what its environment says. */
final class SmallService {

    private SmallService() {}

    public static void main(String[] arguments) throws IOException {
        int status = Integer.parseInt(System.getenv("SMALL_SERVICE_STATUS"));
        HttpServer http = HttpServer.create(new InetSocketAddress(Ports.loopback(), Integer.parseInt(arguments[0])), 0);
        http.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        http.start();
        System.out.println("serves " + arguments[0]);
    }
}
