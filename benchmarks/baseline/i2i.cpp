// The same tables as the product's, in the least that two threads of C++ need: what the arithmetic
// itself costs, without a framework around it.
//
//   i2i cosine|swing INTERACTIONS.csv TABLE.csv
//
// Cosine: c_ij / sqrt(n_i n_j). Swing: alpha1 = 15, alpha2 = 0, beta = 0.3, at most 1,000 users an
// item. 100 neighbors an item. Ids must not need quotes. On stderr: the seconds of each phase.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr unsigned kThreads = 2;
constexpr size_t kNeighbors = 100;
constexpr size_t kChunk = 256;
constexpr size_t kMaxUsersPerItem = 1000;
constexpr double kAlpha1 = 15, kAlpha2 = 0, kBeta = 0.3;

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "i2i: %s\n", message.c_str());
  std::exit(2);
}

// Numbers ids in the order in which they first come.
class Dictionary {
 public:
  uint32_t Code(std::string_view id) {
    if (ids.size() * 2 >= slots_.size()) Grow();
    size_t slot = std::hash<std::string_view>()(id) & mask_;
    for (; slots_[slot] != 0; slot = (slot + 1) & mask_) {
      if (ids[slots_[slot] - 1] == id) return slots_[slot] - 1;
    }
    ids.push_back(id);
    slots_[slot] = static_cast<uint32_t>(ids.size());
    return slots_[slot] - 1;
  }

  std::vector<std::string_view> ids;

 private:
  void Grow() {
    mask_ = std::max<size_t>(1 << 16, slots_.size() * 2) - 1;
    slots_.assign(mask_ + 1, 0);
    for (size_t code = 0; code < ids.size(); code++) {
      size_t slot = std::hash<std::string_view>()(ids[code]) & mask_;
      while (slots_[slot] != 0) slot = (slot + 1) & mask_;
      slots_[slot] = static_cast<uint32_t>(code + 1);
    }
  }

  std::vector<uint32_t> slots_;
  size_t mask_ = 0;
};

struct Column {
  Dictionary dictionary;
  std::vector<uint32_t> codes;
};

// Lists of numbers, one after another.
struct Lists {
  std::vector<uint64_t> starts;
  std::vector<uint32_t> values;

  size_t Size() const { return starts.size() - 1; }
  const uint32_t* begin(size_t list) const { return values.data() + starts[list]; }
  const uint32_t* end(size_t list) const { return values.data() + starts[list + 1]; }
  size_t Length(size_t list) const { return starts[list + 1] - starts[list]; }
};

struct Log {
  std::vector<std::string_view> items;  // by number, which is by id
  Lists items_of_user;                  // each rising, without repeats
  Lists users_of_item;                  // the same the other way
};

std::string_view Map(const char* path) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) Fail(std::string(path) + ": cannot be read");
  void* bytes = mmap(nullptr, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (bytes == MAP_FAILED) Fail(std::string(path) + ": cannot be mapped");
  return {static_cast<const char*>(bytes), static_cast<size_t>(status.st_size)};
}

std::string_view Field(std::string_view line, size_t column) {
  for (; column > 0; column--) line.remove_prefix(line.find(',') + 1);
  return line.substr(0, line.find_first_of(",\r"));
}

// Calls back with every line that is not empty, without its end.
template <typename Use>
void ForLines(std::string_view text, Use use) {
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

size_t ColumnOf(std::string_view header, std::string_view name) {
  size_t columns = std::count(header.begin(), header.end(), ',') + 1;
  for (size_t column = 0; column < columns; column++) {
    if (Field(header, column) == name) return column;
  }
  Fail("no column " + std::string(name));
}

Column ReadColumn(std::string_view rows, size_t at) {
  Column column;
  ForLines(rows, [&](std::string_view line) {
    column.codes.push_back(column.dictionary.Code(Field(line, at)));
  });
  return column;
}

// Groups each value under its key; the values of a key keep their order.
template <typename Each>
Lists Group(size_t keys, size_t pairs, Each each) {
  Lists lists;
  lists.starts.assign(keys + 1, 0);
  lists.values.resize(pairs);
  each([&](uint32_t key, uint32_t) { lists.starts[key + 1]++; });
  std::partial_sum(lists.starts.begin(), lists.starts.end(), lists.starts.begin());
  std::vector<uint64_t> next(lists.starts.begin(), lists.starts.end() - 1);
  each([&](uint32_t key, uint32_t value) { lists.values[next[key]++] = value; });
  return lists;
}

void DropRepeats(Lists& lists) {
  uint64_t kept = 0;
  for (size_t list = 0; list < lists.Size(); list++) {
    auto begin = lists.values.begin() + lists.starts[list];
    auto end = lists.values.begin() + lists.starts[list + 1];
    std::sort(begin, end);
    end = std::unique(begin, end);
    lists.starts[list] = kept;
    kept = std::copy(begin, end, lists.values.begin() + kept) - lists.values.begin();
  }
  lists.starts.back() = kept;
  lists.values.resize(kept);
}

Log Read(const char* path) {
  std::string_view text = Map(path);
  std::string_view header = text.substr(0, text.find('\n'));
  std::string_view rows = text.substr(std::min(header.size() + 1, text.size()));
  Column users, items;
  std::thread other([&] { users = ReadColumn(rows, ColumnOf(header, "user_id")); });
  items = ReadColumn(rows, ColumnOf(header, "item_id"));
  other.join();

  Log log;
  const auto& ids = items.dictionary.ids;
  std::vector<uint32_t> order(ids.size()), number(ids.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return ids[a] < ids[b]; });
  for (uint32_t at = 0; at < order.size(); at++) {
    number[order[at]] = at;
    log.items.push_back(ids[order[at]]);
  }
  log.items_of_user = Group(users.dictionary.ids.size(), users.codes.size(), [&](auto add) {
    for (size_t row = 0; row < users.codes.size(); row++) {
      add(users.codes[row], number[items.codes[row]]);
    }
  });
  DropRepeats(log.items_of_user);
  const Lists& histories = log.items_of_user;
  log.users_of_item = Group(log.items.size(), histories.values.size(), [&](auto add) {
    for (uint32_t user = 0; user < histories.Size(); user++) {
      for (const uint32_t* at = histories.begin(user); at < histories.end(user); at++) {
        add(*at, user);
      }
    }
  });
  return log;
}

struct Neighbor {
  double score;
  uint32_t item;
  uint32_t support;

  bool operator<(const Neighbor& other) const {  // better first
    return score != other.score ? score > other.score : item < other.item;
  }
};

// The best neighbors so far, the worst of them on top.
class Best {
 public:
  void Add(double score, uint32_t item, uint32_t support) {
    if (heap_.size() < kNeighbors) {
      heap_.push_back({score, item, support});
      std::push_heap(heap_.begin(), heap_.end());
    } else if (Neighbor neighbor{score, item, support}; neighbor < heap_.front()) {
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = neighbor;
      std::push_heap(heap_.begin(), heap_.end());
    }
  }

  void MoveTo(std::vector<Neighbor>& row) {
    row.swap(heap_);
    heap_.clear();
    std::sort(row.begin(), row.end());
  }

 private:
  std::vector<Neighbor> heap_;
};

// How many users each item shares with the item at hand.
class Counts {
 public:
  explicit Counts(size_t items) : count(items, 0) {}

  void Add(uint32_t item) {
    if (count[item]++ == 0) touched.push_back(item);
  }

  void Clear() {
    for (uint32_t item : touched) count[item] = 0;
    touched.clear();
  }

  std::vector<uint32_t> count;
  std::vector<uint32_t> touched;
};

class Cosine {
 public:
  explicit Cosine(const Log& log) : log_(log), counts_(log.items.size()) {}

  void Compute(uint32_t item, std::vector<Neighbor>& row) {
    const Lists& histories = log_.items_of_user;
    const Lists& users = log_.users_of_item;
    for (const uint32_t* user = users.begin(item); user < users.end(item); user++) {
      for (const uint32_t* at = histories.begin(*user); at < histories.end(*user); at++) {
        counts_.Add(*at);
      }
    }
    double own = static_cast<double>(users.Length(item));
    for (uint32_t other : counts_.touched) {
      if (other == item) continue;
      uint32_t count = counts_.count[other];
      best_.Add(count / std::sqrt(own * users.Length(other)), other, count);
    }
    counts_.Clear();
    best_.MoveTo(row);
  }

 private:
  const Log& log_;
  Counts counts_;
  Best best_;
};

// Of an item's users, only those neighbors are looked at that two or more of them have; the cost is
// that of all (pair of users, neighbor that both have).
class Swing {
 public:
  explicit Swing(const Log& log)
      : log_(log), support_(log.items.size()), drawn_(log.items.size()), local_(log.items.size()) {
    for (size_t user = 0; user < log.items_of_user.Size(); user++) {
      weight_.push_back(std::pow(log.items_of_user.Length(user) + kAlpha1, -kBeta));
    }
  }

  void Compute(uint32_t item, std::vector<Neighbor>& row) {
    Draw(item);
    FindNeighbors(item);
    common_.resize(std::max(common_.size(), users_.size()), 0);
    part_.resize(common_.size());
    sums_.assign(neighbors_.size(), 0);
    for (uint32_t first = 0; first < users_.size(); first++) AddPairs(first);
    for (uint32_t at = 0; at < neighbors_.size(); at++) {
      best_.Add(sums_[at], neighbors_[at], support_.count[neighbors_[at]]);
    }
    support_.Clear();
    best_.MoveTo(row);
  }

 private:
  // At most so many users of the item.
  void Draw(uint32_t item) {
    const Lists& users = log_.users_of_item;
    users_.assign(users.begin(item), users.end(item));
    if (users_.size() <= kMaxUsersPerItem) return;
    std::minstd_rand random(item + 1);
    for (size_t at = 0; at < kMaxUsersPerItem; at++) {
      std::swap(users_[at], users_[at + random() % (users_.size() - at)]);
    }
    users_.resize(kMaxUsersPerItem);
  }

  // Items that two or more of the drawn users have, and who has which.
  void FindNeighbors(uint32_t item) {
    const Lists& histories = log_.items_of_user;
    const Lists& all = log_.users_of_item;
    for (const uint32_t* user = all.begin(item); user < all.end(item); user++) {
      CountHistory(*user, support_);
    }
    bool sampled = users_.size() < all.Length(item);
    if (sampled) {
      for (uint32_t user : users_) CountHistory(user, drawn_);
    }
    const Counts& counts = sampled ? drawn_ : support_;
    neighbors_.clear();
    holder_starts_.assign(1, 0);
    for (uint32_t other : counts.touched) {
      bool neighbor = other != item && counts.count[other] > 1;
      local_[other] = neighbor ? static_cast<uint32_t>(neighbors_.size()) : kNone;
      if (neighbor) {
        neighbors_.push_back(other);
        holder_starts_.push_back(holder_starts_.back() + counts.count[other]);
      }
    }
    drawn_.Clear();
    holders_.resize(holder_starts_.back());
    next_.assign(holder_starts_.begin(), holder_starts_.end() - 1);
    held_.clear();
    held_starts_.assign(1, 0);
    for (uint32_t at = 0; at < users_.size(); at++) {
      for (const uint32_t* other = histories.begin(users_[at]); other < histories.end(users_[at]);
           other++) {
        uint32_t neighbor = local_[*other];
        if (neighbor == kNone) continue;
        holders_[next_[neighbor]++] = at;
        held_.push_back(neighbor);
      }
      held_starts_.push_back(static_cast<uint32_t>(held_.size()));
    }
    next_.assign(holder_starts_.begin(), holder_starts_.end() - 1);
  }

  void CountHistory(uint32_t user, Counts& counts) {
    const Lists& histories = log_.items_of_user;
    for (const uint32_t* at = histories.begin(user); at < histories.end(user); at++) {
      counts.Add(*at);
    }
  }

  // What this user and every later one give to all neighbors that both have.
  void AddPairs(uint32_t first) {
    const uint32_t* begin = held_.data() + held_starts_[first];
    const uint32_t* end = held_.data() + held_starts_[first + 1];
    later_.clear();
    for (const uint32_t* at = begin; at < end; at++) {
      uint32_t from = ++next_[*at];  // holders rise, so this user is the next of them
      for (uint32_t other = from; other < holder_starts_[*at + 1]; other++) {
        if (common_[holders_[other]]++ == 0) later_.push_back(holders_[other]);
      }
    }
    double weight = weight_[users_[first]];
    for (uint32_t other : later_) {
      part_[other] = weight * weight_[users_[other]] / (kAlpha2 + 1 + common_[other]);
      common_[other] = 0;
    }
    for (const uint32_t* at = begin; at < end; at++) {
      double sum = 0;
      for (uint32_t other = next_[*at]; other < holder_starts_[*at + 1]; other++) {
        sum += part_[holders_[other]];
      }
      sums_[*at] += sum;
    }
  }

  static constexpr uint32_t kNone = UINT32_MAX;

  const Log& log_;
  std::vector<double> weight_;
  Counts support_, drawn_;
  std::vector<uint32_t> local_;
  std::vector<uint32_t> users_, neighbors_;
  std::vector<uint32_t> holder_starts_, holders_, next_;  // users by neighbor
  std::vector<uint32_t> held_starts_, held_;              // neighbors by user
  std::vector<uint32_t> common_, later_;
  std::vector<double> part_, sums_;
  Best best_;
};

void Append(std::string& text, auto number) {
  char digits[32];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void Format(const Log& log, uint32_t item, const std::vector<Neighbor>& row, std::string& text) {
  for (size_t at = 0; at < row.size(); at++) {
    text.append(log.items[item]) += ',';
    text.append(log.items[row[at].item]) += ',';
    Append(text, at + 1);
    text += ',';
    Append(text, row[at].score);
    text += ',';
    Append(text, row[at].support);
    text += '\n';
  }
}

// Writes chunks in their order, whoever brings them.
class Sink {
 public:
  explicit Sink(const char* path) : path_(path), file_(std::fopen(path, "wb")) {
    if (file_ == nullptr) Fail(path_ + ": cannot be written");
    Put("item_id,neighbor_id,rank,score,support\n");
  }

  void Add(size_t chunk, std::string text) {
    std::lock_guard<std::mutex> lock(mutex_);
    waiting_.emplace(chunk, std::move(text));
    for (; !waiting_.empty() && waiting_.begin()->first == next_; next_++) {
      Put(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
    }
  }

  void Close() {
    if (std::fclose(file_) != 0) Fail(path_ + ": cannot be written");
  }

 private:
  void Put(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) {
      Fail(path_ + ": cannot be written");
    }
  }

  std::string path_;
  std::FILE* file_;
  std::mutex mutex_;
  std::map<size_t, std::string> waiting_;
  size_t next_ = 0;
};

template <typename Kernel>
void Run(const Log& log, const char* path) {
  Sink sink(path);
  std::atomic<size_t> next{0};
  double compute[kThreads] = {}, write[kThreads] = {};
  auto work = [&](unsigned thread) {
    Kernel kernel(log);
    std::vector<std::vector<Neighbor>> rows(kChunk);
    for (size_t chunk; (chunk = next++) * kChunk < log.items.size();) {
      size_t first = chunk * kChunk, last = std::min(first + kChunk, log.items.size());
      auto start = Clock::now();
      for (size_t item = first; item < last; item++) kernel.Compute(item, rows[item - first]);
      compute[thread] += Since(start);
      start = Clock::now();
      std::string text;
      for (size_t item = first; item < last; item++) Format(log, item, rows[item - first], text);
      sink.Add(chunk, std::move(text));
      write[thread] += Since(start);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < kThreads; thread++) threads.emplace_back(work, thread);
  for (std::thread& thread : threads) thread.join();
  sink.Close();
  std::fprintf(stderr, "compute %.3f s, sink %.3f s (means of %u threads)\n",
               std::accumulate(compute, compute + kThreads, 0.0) / kThreads,
               std::accumulate(write, write + kThreads, 0.0) / kThreads, kThreads);
}

}  // namespace

int main(int argc, char** argv) {
  std::string_view mode = argc == 4 ? argv[1] : "";
  if (mode != "cosine" && mode != "swing") Fail("i2i cosine|swing INTERACTIONS.csv TABLE.csv");
  auto start = Clock::now();
  Log log = Read(argv[2]);
  std::fprintf(stderr, "read %.3f s: %zu users, %zu items, %zu pairs of them\n", Since(start),
               log.items_of_user.Size(), log.items.size(), log.items_of_user.values.size());
  mode == "cosine" ? Run<Cosine>(log, argv[3]) : Run<Swing>(log, argv[3]);
}
