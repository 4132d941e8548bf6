package org.llmi2i.llm.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Failure;

/**
 * An HTTP client that sends a request out once, however the connection fares.
 *
 * <p>Left alone, OkHttp sends a request again if a connection breaks, on status 408, and on status
 * 503 with {@code Retry-After: 0}: a prompt would be paid for twice, and nobody would know. It may
 * still try the other addresses of a host before anything is sent. Redirects are not followed.
 *
 * <p>A call ends with a whole response of status 200 to 299 whose body is in memory, a {@link
 * FailedCall} or a {@link LongAnswer}.
 */
public final class OneAttempt implements Interceptor {
  /** The longest body that is read; a useful answer is a hundredth of it. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  /** What is kept of a longer one. */
  static final int BEGINNING_CHARACTERS = 1 << 16;

  private final InstantSource clock;

  OneAttempt(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Makes a client.
   *
   * @param timeout for a whole call, from resolving the host's name to the body's last byte
   * @param callsAtOnce connections that are kept open between calls
   */
  public static OkHttpClient client(Duration timeout, int callsAtOnce) {
    OneAttempt attempt = new OneAttempt(InstantSource.system());
    return new OkHttpClient.Builder()
        .connectTimeout(timeout)
        .readTimeout(timeout)
        .writeTimeout(timeout)
        .callTimeout(timeout)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectionPool(new ConnectionPool(callsAtOnce, 1, TimeUnit.MINUTES))
        .addInterceptor(attempt)
        .addNetworkInterceptor(attempt::onConnection)
        .build();
  }

  /** Closes a client's connections. */
  public static void close(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  /** An answer of which no more is kept than the beginning. */
  public static Answer bounded(Answer answer) {
    return answer.response().length() <= BEGINNING_CHARACTERS
        ? answer
        : new Answer(
            answer.outcome(),
            answer.response().substring(0, BEGINNING_CHARACTERS),
            answer.inputTokens(),
            answer.outputTokens(),
            answer.failure());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Connected connected = new Connected();
    Request.Builder request =
        chain
            .request()
            .newBuilder()
            .tag(Connected.class, connected)
            // Compressed bodies would reach the inner interceptor as they are.
            .header("Accept-Encoding", "identity");
    if (chain.request().body() != null) {
      request.method(chain.request().method(), new OneShot(chain.request().body()));
    }
    try (Response response = chain.proceed(request.build())) {
      return response.newBuilder().body(whole(response.body())).build();
    } catch (FailedCall | LongAnswer e) {
      throw e;
    } catch (IOException e) {
      throw new FailedCall(
          connected.get()
              ? Failure.of(Failure.Kind.INTERRUPTED, "no whole answer: " + reason(chain, e))
              : Failure.of(Failure.Kind.UNREACHABLE, "no connection: " + reason(chain, e)));
    }
  }

  /** Runs inside what repeats and redirects: a failure that is thrown here is final. */
  private Response onConnection(Chain chain) throws IOException {
    chain.request().tag(Connected.class).set(true);
    Response response = chain.proceed(chain.request());
    if (response.isSuccessful()) {
      return response;
    }
    try (response) {
      throw new FailedCall(
          Failure.ofStatus(
              response.code(),
              ErrorMessage.of(response),
              RetryAfter.read(response.header("Retry-After"), clock.instant())));
    }
  }

  private static ResponseBody whole(ResponseBody body) throws IOException {
    BufferedSource source = body.source();
    if (source.request(MAX_BODY_BYTES + 1L)) {
      String beginning =
          new String(source.readByteArray(4L * BEGINNING_CHARACTERS), StandardCharsets.UTF_8);
      throw new LongAnswer(
          beginning.substring(0, Math.min(beginning.length(), BEGINNING_CHARACTERS)));
    }
    Buffer read = new Buffer();
    read.writeAll(source);
    return ResponseBody.create(read, body.contentType(), read.size());
  }

  private static String reason(Chain chain, IOException e) {
    // Nobody but the time-out cancels a call; the exception then speaks of a closed socket.
    return e instanceof InterruptedIOException || chain.call().isCanceled()
        ? "time-out"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** Whether there ever was a connection, so that the server may have got the request. */
  private static final class Connected {
    private final AtomicBoolean connected = new AtomicBoolean();

    void set(boolean value) {
      connected.set(value);
    }

    boolean get() {
      return connected.get();
    }
  }

  /** A body of which OkHttp believes that it can be written only once. */
  private static final class OneShot extends RequestBody {
    private final RequestBody body;

    OneShot(RequestBody body) {
      this.body = body;
    }

    @Override
    public okhttp3.MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public void writeTo(okio.BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }

    @Override
    public boolean isOneShot() {
      return true;
    }
  }
}
