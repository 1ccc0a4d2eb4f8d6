package dev.immichpg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * How many instructions of bytecode something executes: unlike processor time, this is the same on every machine and at
 * every load. The product's classes and those of the JSON library are loaded anew, and each counts what it executes. Java's own
 * classes do not: a call of them counts as one, however long it takes.
 */
public final class CountedInstructions {

    private static final List<String> COUNTED = List.of("dev.immichpg.", "com.fasterxml.jackson.", "tools.jackson.");

    private static final Loader LOADER = new Loader();

    private static long executed;

    private CountedInstructions() {}

    /** Called by the counted classes. */
    public static void add(int instructions) {
        executed += instructions;
    }

    /**
     * When it has run a few times, so that what is done only once is not in it.
     *
     * @param work has a constructor without parameters
     */
    public static long of(Class<? extends Runnable> work) {
        try {
            var constructor =
                    LOADER.loadClass(work.getName()).asSubclass(Runnable.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            Runnable counted = constructor.newInstance();
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                executed = 0;
                counted.run();
                least = Math.min(least, executed);
            }
            return least;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Loader extends ClassLoader {

        Loader() {
            super(CountedInstructions.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(CountedInstructions.class.getName())
                    || COUNTED.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? counting(name) : known;
            }
        }

        private Class<?> counting(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                ClassReader is = new ClassReader(file);
                ClassWriter counting = new ClassWriter(is, ClassWriter.COMPUTE_MAXS);
                is.accept(new EachMethod(counting), 0);
                byte[] bytes = counting.toByteArray();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class EachMethod extends ClassVisitor {
        EachMethod(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            return new Counting(super.visitMethod(access, name, type, signature, exceptions));
        }
    }

    /** Adds up instructions that always come after each other, and counts them together before the last. */
    private static final class Counting extends MethodVisitor {
        private int pending;

        Counting(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        private void count() {
            if (pending > 0) {
                super.visitLdcInsn(pending);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/immichpg/CountedInstructions", "add", "(I)V", false);
                pending = 0;
            }
        }

        @Override
        public void visitLabel(Label label) {
            count();
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            pending++;
            count();
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitInsn(int opcode) {
            pending++;
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW) {
                count();
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
            pending++;
            count();
            super.visitTableSwitchInsn(min, max, other, labels);
        }

        @Override
        public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
            pending++;
            count();
            super.visitLookupSwitchInsn(other, keys, labels);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            pending++;
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            pending++;
            super.visitVarInsn(opcode, variable);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            pending++;
            super.visitTypeInsn(opcode, type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            pending++;
            super.visitFieldInsn(opcode, owner, name, type);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
            pending++;
            super.visitMethodInsn(opcode, owner, name, type, ofInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            pending++;
            super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
        }

        @Override
        public void visitLdcInsn(Object value) {
            pending++;
            super.visitLdcInsn(value);
        }

        @Override
        public void visitIincInsn(int variable, int increment) {
            pending++;
            super.visitIincInsn(variable, increment);
        }
    }
}
