package agentserver.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/// One line of the table: a quantity, what was measured, and what is aimed at.
///
/// @param target empty where only the figure is of interest
/// @param most   whether the target is an upper limit, otherwise a lower one
/// @param unit   of both
record Figure(String quantity, double value, OptionalDouble target, boolean most, String unit) {

    private static final double EXACT_BELOW = 100;

    static Figure atMost(String quantity, double value, double target, String unit) {
        return new Figure(quantity, value, OptionalDouble.of(target), true, unit);
    }

    static Figure atLeast(String quantity, double value, double target, String unit) {
        return new Figure(quantity, value, OptionalDouble.of(target), false, unit);
    }

    static Figure plain(String quantity, double value, String unit) {
        return new Figure(quantity, value, OptionalDouble.empty(), true, unit);
    }

    String line() {
        var limit = target.isEmpty() ? "" : (most ? "<= " : ">= ") + number(target.getAsDouble());
        return String.format(Locale.ROOT, "%-66s %10s %-6s %12s  %s",
                quantity, number(value), unit, limit, verdict()).stripTrailing();
    }

    private String verdict() {
        if (target.isEmpty()) {
            return "";
        }
        var aim = target.getAsDouble();
        return (most ? value <= aim : value >= aim) ? "ok" : "short";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < EXACT_BELOW ? "%.2f" : "%,.0f", value);
    }
}
