package io.clew.server.bench.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a server of ours over HTTP whether it is up, and what it says; redirects are followed. */
public final class HttpProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .connectTimeout(PATIENCE)
                    .build();

    /** Whether the answer is neither an error nor a redirect to nowhere. */
    public boolean answers(String url) throws InterruptedException {
        try {
            int status = get(url).statusCode();
            return status == 200 || status == 404;
        } catch (IOException e) {
            return false;
        }
    }

    /** The answer's body, empty if there is no answer or no success. */
    public String body(String url) throws InterruptedException {
        try {
            HttpResponse<String> response = get(url);
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
