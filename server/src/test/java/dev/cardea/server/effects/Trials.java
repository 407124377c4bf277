package dev.cardea.server.effects;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test its {@link Trial}, and sees to it that the keys it names were changed. */
final class Trials implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace OURS = Namespace.create(Trials.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Trial.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return trial(test);
    }

    @Override
    public void afterTestExecution(ExtensionContext test) throws Exception {
        Method method = test.getRequiredTestMethod();
        Effect effect = method.getAnnotation(Effect.class);
        Trial trial = trial(test);
        trial.end();
        if (effect != null && test.getExecutionException().isEmpty()) {
            for (String key : effect.value()) {
                trial.requireChanged(key);
            }
        }
    }

    private static Trial trial(ExtensionContext test) {
        return test.getStore(OURS).computeIfAbsent("trial", key -> new Trial(), Trial.class);
    }
}
