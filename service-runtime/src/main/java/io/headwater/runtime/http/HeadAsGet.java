package io.headwater.runtime.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets the handler of GET answer HEAD too, so that all headers are the same; Jetty leaves the body out. Also hides
 * {@code X-HTTP-Method-Override}: a request does what its method says.
 */
final class HeadAsGet extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(new Request(request), response);
    }

    private static final class Request extends HttpServletRequestWrapper {

        Request(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            String method = super.getMethod();
            return method.equals("HEAD") ? "GET" : method;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.toLowerCase(Locale.ROOT).equals("x-http-method-override") ? null : super.getHeader(name);
        }
    }
}
