package io.headwater.e2e.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the real files, imported once into one {@code ./headwater dev}, which ends after the last of them. */
final class SharedRealFiles implements ParameterResolver {
    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(SharedRealFiles.class);

    private static RealFiles imported() {
        try {
            return RealFiles.imported();
        } catch (Exception e) {
            throw new AssertionError("./headwater dev did not start, or did not take the files", e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RealFiles.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        // Closed by JUnit, behind the last test.
        return test.getRoot().getStore(SHARED).computeIfAbsent(RealFiles.class, key -> imported(), RealFiles.class);
    }
}
