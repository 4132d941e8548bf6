package org.llmi2i.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.ml.recommendation.swing.Swing;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;

/**
 * A table of swing by Flink ML's operator, on Flink inside this process. The operator takes ids as
 * numbers and gives each item's neighbors as a text; numbering the ids and writing lines of CSV is
 * done here, as every user of it has to. It gives no support.
 */
public final class FlinkMlSwing {
  private static final int TASKS = 2;

  /** The log, for the tasks, which run in this process. */
  private static NumberedLog log;

  private FlinkMlSwing() {}

  /** Arguments: the log, the folder of the table; each task writes a file of its own. */
  public static void main(String[] args) throws Exception {
    log = NumberedLog.read(Path.of(args[0]));
    String folder = args[1];
    Files.createDirectories(Path.of(folder));
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(TASKS, new Configuration());
    flink.getConfig().enableObjectReuse();
    StreamTableEnvironment tables = StreamTableEnvironment.create(flink);
    TypeInformation<Row> type =
        Types.ROW_NAMED(new String[] {"user", "item"}, Types.LONG, Types.LONG);
    DataStream<Row> rows =
        flink
            .fromSequence(0, log.users.length - 1)
            .map(at -> Row.of((long) log.users[at.intValue()], (long) log.items[at.intValue()]))
            .returns(type);
    Table table =
        new Swing()
            .setUserCol("user")
            .setItemCol("item")
            .setK(100)
            .setMinUserBehavior(1)
            .setMaxUserBehavior(1000)
            .setMaxUserNumPerItem(1000)
            .setAlpha1(15)
            .setAlpha2(0)
            .setBeta(0.3)
            .transform(tables.fromDataStream(rows))[0];
    tables.toDataStream(table).addSink(new Lines(folder));
    flink.execute();
  }

  /** A log whose ids are numbers, from 0 in the order in which they first come. */
  private static final class NumberedLog {
    final int[] users;
    final int[] items;
    final String[] itemIds;

    NumberedLog(int[] users, int[] items, String[] itemIds) {
      this.users = users;
      this.items = items;
      this.itemIds = itemIds;
    }

    static NumberedLog read(Path file) throws IOException {
      Map<String, Integer> userNumbers = new LinkedHashMap<>();
      Map<String, Integer> itemNumbers = new LinkedHashMap<>();
      int[] users = new int[1 << 20];
      int[] items = new int[1 << 20];
      int rows = 0;
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        List<String> header = List.of(lines.readLine().split(",", -1));
        int user = header.indexOf("user_id");
        int item = header.indexOf("item_id");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (rows == users.length) {
            users = Arrays.copyOf(users, rows * 2);
            items = Arrays.copyOf(items, rows * 2);
          }
          String[] fields = line.split(",", -1);
          users[rows] = number(userNumbers, fields[user]);
          items[rows++] = number(itemNumbers, fields[item]);
        }
      }
      return new NumberedLog(
          Arrays.copyOf(users, rows),
          Arrays.copyOf(items, rows),
          itemNumbers.keySet().toArray(String[]::new));
    }

    private static int number(Map<String, Integer> numbers, String id) {
      Integer next = numbers.size();
      Integer number = numbers.putIfAbsent(id, next);
      return number == null ? next : number;
    }
  }

  /** Writes {@code item, "neighbor,score;neighbor,score"} as lines of CSV. */
  private static final class Lines extends RichSinkFunction<Row> {
    private final String folder;
    private transient BufferedWriter file;

    Lines(String folder) {
      this.folder = folder;
    }

    @Override
    public void open(Configuration parameters) throws IOException {
      int task = getRuntimeContext().getIndexOfThisSubtask();
      file = Files.newBufferedWriter(Path.of(folder, "part-" + task + ".csv"));
      file.write("item_id,neighbor_id,rank,score\n");
    }

    @Override
    public void invoke(Row row, Context context) throws IOException {
      String item = id(row.getField(0).toString());
      int rank = 0;
      for (String neighbor : row.getField(1).toString().split(";", -1)) {
        int comma = neighbor.indexOf(',');
        file.append(item).append(',').append(id(neighbor.substring(0, comma))).append(',');
        file.append(Integer.toString(++rank)).append(neighbor, comma, neighbor.length());
        file.append('\n');
      }
    }

    private static String id(String number) {
      return log.itemIds[Integer.parseInt(number)];
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
