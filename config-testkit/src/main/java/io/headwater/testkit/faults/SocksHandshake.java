package io.headwater.testkit.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The server's part of a SOCKS 5 handshake without authentication, for CONNECT only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1928">RFC 1928</a>
 */
final class SocksHandshake {

    private static final int VERSION = 5;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final byte[] NO_AUTHENTICATION = {VERSION, 0};
    // Succeeded; the address that the proxy is bound to is of no use to anybody, so it is 0.0.0.0:0.
    private static final byte[] SUCCEEDED = {VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0};

    private SocksHandshake() {}

    /** Answers a client, and returns where it wants to go. It is told that it is connected before that is tried. */
    static InetSocketAddress serve(Socket client) throws IOException {
        // Unbuffered: what follows the handshake is for the server.
        DataInputStream in = new DataInputStream(client.getInputStream());
        expect("version", VERSION, in.readUnsignedByte());
        in.readFully(new byte[in.readUnsignedByte()]);
        client.getOutputStream().write(NO_AUTHENTICATION);
        expect("version", VERSION, in.readUnsignedByte());
        expect("command", CONNECT, in.readUnsignedByte());
        expect("reserved byte", 0, in.readUnsignedByte());
        InetAddress host = host(in);
        int port = in.readUnsignedShort();
        client.getOutputStream().write(SUCCEEDED);
        return new InetSocketAddress(host, port);
    }

    private static InetAddress host(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case IPV4 -> {
                byte[] address = new byte[4];
                in.readFully(address);
                yield InetAddress.getByAddress(address);
            }
            case NAME -> {
                byte[] name = new byte[in.readUnsignedByte()];
                in.readFully(name);
                yield InetAddress.getByName(new String(name, StandardCharsets.US_ASCII));
            }
            default -> throw new IOException("SOCKS address type " + type + " is not known");
        };
    }

    private static void expect(String what, int expected, int actual) throws IOException {
        if (expected != actual) {
            throw new IOException("SOCKS " + what + " " + actual + " instead of " + expected);
        }
    }
}
