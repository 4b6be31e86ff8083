package io.headwater.e2e.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives scenarios one {@code ./headwater dev} with the sample in it, which ends after the last of them. */
final class SharedDev implements ParameterResolver {
    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(SharedDev.class);

    /** Held by JUnit, which closes it behind the last test. */
    private record Running(DevProcess dev) implements AutoCloseable {
        static Running start() {
            try {
                return new Running(DevProcess.start("--ephemeral"));
            } catch (Exception e) {
                throw new AssertionError("./headwater dev did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            dev.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == DevProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(SHARED)
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .dev();
    }
}
