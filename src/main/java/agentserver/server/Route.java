package agentserver.server;

import agentserver.base.param.Param;
import agentserver.base.setting.Entity;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One line of the routing table, with all that documentation says about it.
///
/// ```java
/// router.add(Route.get("/api/conversations/{conversation_id}", Door.API, this::get)
///         .summary("Shows one conversation.")
///         .query(INCLUDE_SKILLS)
///         .answers(200, ConversationInfo.class)
///         .fails(404));
/// ```
///
/// In a path, `{name}` stands for one segment, `{name:uuid}` for one that is a UUID in any of its
/// forms, `{name...}` at the end for all that are left, none included. Filled while the server is
/// built, read-only once a router has it.
public final class Route {

    private static final Pattern UUIDS = Pattern.compile("\\{(\\w+):uuid}");

    private final String method;
    private final String path;
    private final Door door;
    private final Handler handler;
    private final List<String> variables;
    private final List<Param<?>> query = new ArrayList<>();
    private final List<Param<?>> headers = new ArrayList<>();
    private final List<Param<?>> segments = new ArrayList<>();
    private final SortedMap<Integer, Class<?>> answers = new TreeMap<>();
    private final SortedMap<Integer, String> kinds = new TreeMap<>();
    private final Set<Integer> fails = new TreeSet<>();
    private String summary = "";
    private Optional<Class<?>> body = Optional.empty();
    private Optional<Entity<?>> settings = Optional.empty();
    private Optional<String> upload = Optional.empty();
    private boolean bodyMayBeAbsent;
    private OptionalLong bodyLimitBytes = OptionalLong.empty();
    private boolean hidden;

    private Route(String method, String path, Door door, Handler handler) {
        this.method = method;
        this.path = UUIDS.matcher(path).replaceAll("{$1}");
        this.door = door;
        this.handler = handler;
        variables = Router.variables(this.path);
        UUIDS.matcher(path).results()
                .forEach(id -> segments.add(Param.uuid(id.group(1)).required()));
    }

    public static Route get(String path, Door door, Handler handler) {
        return new Route("GET", path, door, handler);
    }

    /// A route that shows what `GET` would answer, without the body.
    public static Route head(String path, Door door, Handler handler) {
        return new Route("HEAD", path, door, handler);
    }

    public static Route post(String path, Door door, Handler handler) {
        return new Route("POST", path, door, handler);
    }

    public static Route put(String path, Door door, Handler handler) {
        return new Route("PUT", path, door, handler);
    }

    public static Route patch(String path, Door door, Handler handler) {
        return new Route("PATCH", path, door, handler);
    }

    public static Route delete(String path, Door door, Handler handler) {
        return new Route("DELETE", path, door, handler);
    }

    /// One sentence for the documentation.
    public Route summary(String sentence) {
        summary = sentence;
        return this;
    }

    /// Query parameters; a handler can read these and no others.
    public Route query(Param<?>... params) {
        query.addAll(List.of(params));
        return this;
    }

    /// Typed headers.
    public Route headers(Param<?>... params) {
        headers.addAll(List.of(params));
        return this;
    }

    /// Rules for variables of the path, by their names; one without a rule is text.
    public Route segments(Param<?>... params) {
        segments.addAll(List.of(params));
        return this;
    }

    /// The JSON body; an array class for a list.
    public Route body(Class<?> type) {
        body = Optional.of(type);
        return this;
    }

    /// A JSON body that settings describe and read; the handler takes it as a [JsonNode].
    public Route body(Entity<?> object) {
        settings = Optional.of(object);
        return body(JsonNode.class);
    }

    /// A JSON body that may be left out.
    public Route bodyIfAny(Class<?> type) {
        bodyMayBeAbsent = true;
        return body(type);
    }

    /// A body of `multipart/form-data` with one file, in the part of this name.
    public Route upload(String part) {
        upload = Optional.of(part);
        return this;
    }

    /// Takes bodies of up to `limit` bytes instead of the usual limit.
    public Route bodyLimitBytes(long limit) {
        bodyLimitBytes = OptionalLong.of(limit);
        return this;
    }

    /// An answer in JSON; an array class for a list, `Void.class` for no body.
    public Route answers(int status, Class<?> type) {
        answers.put(status, type);
        return this;
    }

    /// An answer in another form: `text/event-stream`, `application/octet-stream`.
    public Route answers(int status, String contentType) {
        kinds.put(status, contentType);
        return this;
    }

    /// Statuses of refusals beside those that every route of its door has.
    public Route fails(int... statuses) {
        for (int status : statuses) {
            fails.add(status);
        }
        return this;
    }

    /// Leaves it out of the documentation.
    public Route hidden() {
        hidden = true;
        return this;
    }

    public String method() {
        return method;
    }

    /// The template, as documented.
    public String path() {
        return path;
    }

    public Door door() {
        return door;
    }

    public Handler handler() {
        return handler;
    }

    public String summary() {
        return summary;
    }

    public List<Param<?>> query() {
        return List.copyOf(query);
    }

    public List<Param<?>> headers() {
        return List.copyOf(headers);
    }

    public List<Param<?>> segments() {
        return List.copyOf(segments);
    }

    public Optional<Class<?>> body() {
        return body;
    }

    /// What describes the body, where settings read it.
    public Optional<Entity<?>> settings() {
        return settings;
    }

    public boolean bodyMayBeAbsent() {
        return bodyMayBeAbsent;
    }

    /// The part of a form in which a file is sent.
    public Optional<String> upload() {
        return upload;
    }

    public OptionalLong bodyLimitBytes() {
        return bodyLimitBytes;
    }

    public SortedMap<Integer, Class<?>> answers() {
        return new TreeMap<>(answers);
    }

    /// Answers that are no JSON: content types by status.
    public SortedMap<Integer, String> otherAnswers() {
        return new TreeMap<>(kinds);
    }

    public Set<Integer> fails() {
        return new TreeSet<>(fails);
    }

    public boolean isHidden() {
        return hidden;
    }

    /// The names of the variables in the path, in their order.
    public List<String> variables() {
        return variables;
    }
}
