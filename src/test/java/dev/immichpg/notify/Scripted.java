package dev.immichpg.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A service that notes what it is asked, and answers what it is told to. */
final class Scripted implements Http {

    final List<Call> calls = new ArrayList<>();
    private final Function<Call, Answer> answers;

    Scripted(Function<Call, Answer> answers) {
        this.answers = answers;
    }

    static Scripted takingAll() {
        return new Scripted(call -> new Answer(200, 0, "{\"ok\":true}"));
    }

    @Override
    public synchronized Answer exchange(Call call) throws IOException {
        calls.add(call);
        return answers.apply(call);
    }

    JsonNode json(int call) {
        try {
            return new ObjectMapper().readTree(calls.get(call).body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    URI uri(int call) {
        return calls.get(call).uri();
    }
}
