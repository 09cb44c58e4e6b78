package agentserver.base.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/// How values look on the wire that Jackson would write otherwise: times, UUIDs, paths, whole
/// numbers, and numbers that JSON has no text for. Source: contract 01 §7.1, §8.
final class WireTypes extends SimpleModule {

    /// Reads a value from one token.
    private interface FromParser<T> {
        T read(JsonParser parser) throws IOException;
    }

    WireTypes() {
        super("agentserver-wire");
        addSerializer(Instant.class, writer((time, out) -> out.writeString(Times.text(time))));
        addDeserializer(Instant.class, reader(Instant.class, WireTypes::instant));
        addDeserializer(UUID.class, reader(UUID.class, in -> Uuids.parse(text(in))));
        addSerializer(Path.class, writer((path, out) -> out.writeString(path.toString())));
        addDeserializer(Path.class, reader(Path.class, in -> Path.of(text(in))));
        addSerializer(Double.class, writer(WireTypes::number));
        addSerializer(double.class, writer(WireTypes::number));
        addDeserializer(Integer.class, reader(Integer.class, in -> whole(in).intValueExact()));
        addDeserializer(int.class, reader(Integer.class, 0, in -> whole(in).intValueExact()));
        addDeserializer(Long.class, reader(Long.class, in -> whole(in).longValueExact()));
        addDeserializer(long.class, reader(Long.class, 0L, in -> whole(in).longValueExact()));
    }

    private static void number(Double number, JsonGenerator out) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
            return;
        }
        out.writeNull();
    }

    private static Instant instant(JsonParser in) throws IOException {
        return in.currentToken().isNumeric()
                ? Times.ofNumber(in.getDecimalValue())
                : Times.parse(text(in));
    }

    private static String text(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("no text");
        }
        return in.getText();
    }

    /// A number without a fraction: `5`, and `5.0` as some clients write it.
    private static BigDecimal whole(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NUMBER_INT -> in.getDecimalValue();
            case VALUE_NUMBER_FLOAT -> bounded(in.getDecimalValue());
            default -> throw new IllegalArgumentException("no number");
        };
    }

    /// `1e999999999` is a short text, but a long number.
    private static BigDecimal bounded(BigDecimal number) {
        if (number.precision() - number.scale() > 20) {
            throw new ArithmeticException("too large");
        }
        return number;
    }

    private interface ToGenerator<T> {
        void write(T value, JsonGenerator out) throws IOException;
    }

    private static <T> JsonSerializer<T> writer(ToGenerator<T> how) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                    throws IOException {
                how.write(value, out);
            }
        };
    }

    private static <T> JsonDeserializer<T> reader(Class<T> type, FromParser<T> how) {
        return reader(type, null, how);
    }

    private static <T> JsonDeserializer<T> reader(Class<T> type, T absent, FromParser<T> how) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context)
                    throws IOException {
                try {
                    return how.read(in);
                } catch (IllegalArgumentException | ArithmeticException _) { // see Fault
                    throw context.weirdStringException("", type, "not a " + type.getSimpleName());
                }
            }

            @Override
            public T getNullValue(DeserializationContext context) {
                return absent;
            }
        };
    }
}
