package io.headwater.reader.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.function.Supplier;

/** How the machine does input and output: epoll on Linux, what the JDK has elsewhere. */
record Transport(String name, Supplier<IoHandlerFactory> handlers, Class<? extends ServerSocketChannel> server) {
    private static final Transport EPOLL =
            new Transport("epoll", EpollIoHandler::newFactory, EpollServerSocketChannel.class);
    private static final Transport NIO = new Transport("nio", NioIoHandler::newFactory, NioServerSocketChannel.class);

    /** The best one that works here. */
    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    EventLoopGroup loops(String threads, int count) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(threads, true), handlers.get());
    }
}
