# What the benchmarks share: the generated log, the measuring of a command, rows of the printed table.
# shellcheck shell=bash
export LC_ALL=C
home="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
target="$home/target"

# Two threads and 4 GiB for ours; a JVM needs some of it beside its heap.
export I2I_JAVA_OPTS="-Xmx3g -XX:ActiveProcessorCount=2"

fail() {
  echo "$(basename "$0"): $1" >&2
  exit 1
}

# Ends the script unless all that follow are whole numbers from 1.
whole_numbers() {
  local number
  for number in "$@"; do
    [[ "$number" =~ ^[1-9][0-9]*$ ]] || usage
  done
}

# Sets the size of a log of $1 interactions: interactions, users, items.
sized() {
  interactions="$1" users=$(($1 / 20)) items=$(($1 / 5))
  ((items < 200000)) || items=200000
  ((users > 1)) || fail "--interactions: must be at least 40, got $1"
}

# The launcher builds the product, and keeps the classes that its first program loads: a table's.
build_ours() {
  mkdir -p "$target"
  printf 'user_id,item_id\na,x\na,y\nb,x\nb,y\n' >"$target/first.csv"
  "$home/../i2i" table --interactions="$target/first.csv" --output="$target/first-table.csv" \
    >"$target/first.txt" 2>&1 || { cat "$target/first.txt" >&2; fail "the product cannot make a table"; }
}

# Generates the log into the folder $1, if it is not there.
generate() {
  [[ -f "$1/interactions.csv" ]] || "$home/../i2i" generate --users="$users" --items="$items" \
    --interactions="$interactions" --seed=42 --output="$1" >&2
}

# Wall, user and system seconds and peak KiB of a command and all that it starts go to the file $1.
measure() {
  local result="$1"
  shift
  if [[ -x /usr/bin/time ]]; then
    /usr/bin/time -o "$result" -f "%e %U %S %M" "$@"
  else
    python3 - "$result" "$@" <<'PYTHON'
import resource, subprocess, sys, time
start = time.time()
status = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
with open(sys.argv[1], "w") as result:
    print("%.2f %.2f %.2f %d" % (time.time() - start, used.ru_utime, used.ru_stime, peak), file=result)
sys.exit(status)
PYTHON
  fi
}

# The middle one of the numbers on stdin, the mean of two where they are even.
median() {
  sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# Medians of what was measured into the file $1: wall, CPU, peak MiB.
medians() {
  awk '{ print $1 }' "$1" | median
  awk '{ print $2 + $3 }' "$1" | median
  awk '{ print $4 / 1024 }' "$1" | median
}

# The head of a table in Markdown, below what it is of.
head_of_table() {
  echo
  echo "$*" | sed -e ':group' -e 's/\([0-9]\)\([0-9]\{3\}\)\b/\1,\2/' -e 't group'
  echo
  echo "| | wall, s | x | CPU, s | x | peak, MiB | x |"
  echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
}

# A row: $1, measured in the file $2, as times of what was measured in the file $3 if that is there.
row() {
  { medians "$2"; [[ ! -s "$3" ]] || medians "$3"; } | awk -v name="$1" '
    { v[NR] = $1 }
    function times(at) { return NR > 3 && v[at + 3] > 0 ? sprintf("%.2f", v[at] / v[at + 3]) : "" }
    END { printf "| %s | %.1f | %s | %.1f | %s | %.0f | %s |\n",
      name, v[1], times(1), v[2], times(2), v[3], times(3) }'
}
