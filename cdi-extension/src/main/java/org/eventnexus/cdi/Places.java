package org.eventnexus.cdi;

import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How problems and logs name a place in the application's code. */
final class Places {
    private Places() {}

    static String of(Member member) {
        return of(member.getDeclaringClass(), member);
    }

    /** @param beanClass which may inherit the member */
    static String of(Class<?> beanClass, Member member) {
        return beanClass.getName() + '.' + signature(member);
    }

    static String signature(Member member) {
        return member instanceof Executable method
                ? method.getName()
                        + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ", "(", ")"))
                : member.getName();
    }
}
