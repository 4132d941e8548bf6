package org.llmi2i.pipelines.testing;

import com.google.auto.service.AutoService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * An object store in this process, {@code mem://bucket/...}, with the ways of Cloud Storage: an
 * object is there as a whole once its writer closes it, is replaced as a whole, and folders are no
 * more than names with a slash.
 */
public final class ObjectStore extends FileSystem<ObjectStore.Name> {
  private static final NavigableMap<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();
  private static final Pattern WILDCARDS = Pattern.compile("[*]{1,2}");

  private ObjectStore() {}

  /** Registers the store with Beam. */
  @AutoService(FileSystemRegistrar.class)
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new ObjectStore());
    }
  }

  /** The names of all objects that begin so, in order. */
  public static List<String> names(String prefix) {
    return OBJECTS.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** The bytes of an object, or null. */
  public static byte[] bytes(String name) {
    return OBJECTS.get(name);
  }

  /** The name of an object, or of a folder, which then ends with a slash. */
  public record Name(String text) implements ResourceId {
    private static final long serialVersionUID = 1L;

    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      String slash = options == StandardResolveOptions.RESOLVE_DIRECTORY ? "/" : "";
      return new Name(getCurrentDirectory().toString() + other + slash);
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Name(text.substring(0, text.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return "mem";
    }

    @Override
    public String getFilename() {
      String path = isDirectory() ? text.substring(0, text.length() - 1) : text;
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return text.endsWith("/");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  protected String getScheme() {
    return "mem";
  }

  @Override
  protected Name matchNewResource(String name, boolean isDirectory) {
    return new Name(isDirectory && !name.endsWith("/") ? name + "/" : name);
  }

  @Override
  protected List<MatchResult> match(List<String> specs) {
    List<MatchResult> results = new ArrayList<>();
    for (String spec : specs) {
      String regex =
          WILDCARDS
              .matcher(Pattern.quote(spec))
              .replaceAll(
                  wildcard -> wildcard.group().length() == 2 ? "\\\\E.*\\\\Q" : "\\\\E[^/]*\\\\Q");
      List<MatchResult.Metadata> found = new ArrayList<>();
      for (Map.Entry<String, byte[]> object : OBJECTS.entrySet()) {
        if (object.getKey().matches(regex)) {
          found.add(
              MatchResult.Metadata.builder()
                  .setResourceId(new Name(object.getKey()))
                  .setSizeBytes(object.getValue().length)
                  .setIsReadSeekEfficient(false)
                  .build());
        }
      }
      results.add(
          found.isEmpty()
              ? MatchResult.create(MatchResult.Status.NOT_FOUND, new FileNotFoundException(spec))
              : MatchResult.create(MatchResult.Status.OK, found));
    }
    return results;
  }

  @Override
  protected WritableByteChannel create(Name name, CreateOptions options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(bytes);
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
      }

      @Override
      public boolean isOpen() {
        return channel.isOpen();
      }

      @Override
      public void close() throws IOException {
        if (channel.isOpen()) {
          channel.close();
          OBJECTS.put(name.text(), bytes.toByteArray());
        }
      }
    };
  }

  @Override
  protected ReadableByteChannel open(Name name) throws IOException {
    byte[] bytes = OBJECTS.get(name.text());
    if (bytes == null) {
      throw new FileNotFoundException(name.text());
    }
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  @Override
  protected void copy(List<Name> from, List<Name> to) throws IOException {
    for (int i = 0; i < from.size(); i++) {
      byte[] bytes = OBJECTS.get(from.get(i).text());
      if (bytes == null) {
        throw new FileNotFoundException(from.get(i).text());
      }
      OBJECTS.put(to.get(i).text(), bytes);
    }
  }

  @Override
  protected void rename(List<Name> from, List<Name> to, MoveOptions... options) throws IOException {
    copy(from, to);
    delete(from);
  }

  @Override
  protected void delete(Collection<Name> names) {
    names.forEach(name -> OBJECTS.remove(name.text()));
  }
}
