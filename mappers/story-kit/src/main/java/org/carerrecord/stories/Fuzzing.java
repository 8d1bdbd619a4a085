package org.carerrecord.stories;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads many that a seed breaks, in stretches on all processors: a stretch is broken the same way wherever and whenever it is
 * read, and its number in the seed's says how to read it alone.
 */
public final class Fuzzing {

    private static final System.Logger LOG = System.getLogger(Fuzzing.class.getName());

    private static final int STRETCH = 50_000;

    /** The first ones read HAPI's models, and code is not compiled yet. */
    private static final int WARM = 1_000;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final int many;
    private final long began = System.nanoTime();
    private final AtomicInteger read = new AtomicInteger();

    private Fuzzing(int many) {
        this.many = many;
    }

    /**
     * Reads them all; how far it is and how long it will take is told where they are more than a stretch.
     *
     * @param broken what reads one after another of those that a source of numbers breaks
     * @throws AssertionError when one does not end in a result or a fault, soon and with little memory
     */
    public static void read(int many, long seed, Function<Random, Supplier<Runnable>> broken) {
        Fuzzing fuzzing = new Fuzzing(many);
        ExecutorService pool = Executors.newFixedThreadPool(PROCESSORS);
        try {
            List<Future<?>> stretches = new ArrayList<>();
            for (int from = 0; from < many; from += STRETCH) {
                int stretch = from / STRETCH;
                int length = Math.min(STRETCH, many - from);
                stretches.add(pool.submit(() -> fuzzing.stretch(stretch, length, seed + stretch, broken)));
            }
            for (Future<?> stretch : stretches) {
                stretch.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError(String.valueOf(failed.getCause()), failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        } finally {
            pool.shutdownNow();
        }
    }

    private void stretch(int stretch, int length, long seed, Function<Random, Supplier<Runnable>> broken) {
        Fuzz fuzz = new Fuzz("seed " + seed, stretch < PROCESSORS ? WARM : 0);
        Supplier<Runnable> next = broken.apply(new Random(seed));
        for (int number = 0; number < length; number++) {
            fuzz.run(next.get());
            tell(read.incrementAndGet());
        }
    }

    private void tell(int done) {
        if (many > STRETCH && done % (STRETCH / 2) == 0) {
            Duration left = Duration.ofNanos(System.nanoTime() - began)
                    .multipliedBy(many - done)
                    .dividedBy(done);
            LOG.log(Level.INFO, "{0} of {1} read, some {2} minutes more", done, many, left.toMinutes());
        }
    }
}
