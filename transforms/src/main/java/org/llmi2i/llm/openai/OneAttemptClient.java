package org.llmi2i.llm.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import org.llmi2i.llm.http.OneAttempt;

/**
 * Carries the requests of OpenAI's client. The client's own carrier repeats a request whose
 * connection broke, and has no place to say otherwise.
 */
final class OneAttemptClient implements HttpClient {
  private final OkHttpClient client;

  OneAttemptClient(OkHttpClient client) {
    this.client = client;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    try (Response response = client.newCall(translated(request)).execute()) {
      Headers.Builder headers = Headers.builder();
      response.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
      return new Received(response.code(), headers.build(), response.body().byteString());
    } catch (IOException e) {
      throw new OpenAIIoException("no answer", e);
    }
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    throw new UnsupportedOperationException("requests wait for their answers");
  }

  @Override
  public void close() {
    OneAttempt.close(client);
  }

  private static Request translated(HttpRequest request) throws IOException {
    HttpUrl.Builder url = HttpUrl.get(request.baseUrl()).newBuilder();
    request.pathSegments().forEach(url::addPathSegment);
    for (String name : request.queryParams().keys()) {
      request.queryParams().values(name).forEach(value -> url.addQueryParameter(name, value));
    }
    Request.Builder translated =
        new Request.Builder().url(url.build()).method(request.method().name(), body(request));
    for (String name : request.headers().names()) {
      request.headers().values(name).forEach(value -> translated.addHeader(name, value));
    }
    return translated.build();
  }

  private static RequestBody body(HttpRequest request) throws IOException {
    try (HttpRequestBody body = request.body()) {
      if (body == null) {
        return null;
      }
      Buffer written = new Buffer();
      body.writeTo(written.outputStream());
      String type = body.contentType();
      return RequestBody.create(written.snapshot(), type == null ? null : MediaType.get(type));
    }
  }

  private record Received(int statusCode, Headers headers, ByteString bytes)
      implements HttpResponse {
    @Override
    public InputStream body() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void close() {}
  }
}
