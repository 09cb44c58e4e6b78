package agentserver.bench;

import java.util.Arrays;

/// Many measurements of one thing. One thread adds, then reads.
final class Samples {

    private static final double NANOS_PER_MILLI = 1e6;

    private double[] values = new double[1_024];
    private int count;

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    /// Adds the time since `start`, a reading of [System#nanoTime()], in milliseconds.
    void addMillisSince(long start) {
        add((System.nanoTime() - start) / NANOS_PER_MILLI);
    }

    int count() {
        return count;
    }

    double median() {
        return quantile(0.5);
    }

    double p95() {
        return quantile(0.95);
    }

    double p99() {
        return quantile(0.99);
    }

    double slowest() {
        return quantile(1);
    }

    /// The median of the samples from one index to before another, in the order they came.
    double median(int from, int to) {
        var part = new Samples();
        for (int i = from; i < Math.min(to, count); i++) {
            part.add(values[i]);
        }
        return part.median();
    }

    private double quantile(double part) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        var sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, (long) (part * count))];
    }
}
