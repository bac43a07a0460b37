/* The roll-up of a mapped CSV by hand, for bench_comms.py: one thread, mapped files, open addressing.
 *
 *     cc -O3 -march=native -o pair_reader pair_reader.c && ./pair_reader roster.csv events.csv pairs.bin
 *
 * Does what a build does with such a log: addresses in lower case to people through the roster, messages to more
 * than 20 left out, whole parts of a message added up by sender, recipient and month, every dropped message and
 * recipient counted by its reason, unknown addresses by domain, pairs written in order. Left out: quoted names,
 * plus-tags, empty entries, checks of the time beyond its length, and any limit of memory.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef uint64_t u64;
typedef struct { u64 hash; const char *text; u64 length; int64_t person; } Address;
typedef struct { u64 hash, length, sent, received; char text[256]; } Domain;
typedef struct { u64 key, parts, messages; } Pair;
enum { ADDRESSES = 1 << 19, DOMAINS = 1 << 17, MOST = 20, PARTS = 232792560 };
enum { COUNTED, NO_TIME, SENDER_UNKNOWN, TOO_MANY, ENTRY_COUNTED, RECIPIENT_UNKNOWN, TO_SELF, REASONS };

static Address *addresses;
static Domain *domains;
static Pair *pairs;
static u64 room = (1 << 20) - 1, held, reasons[REASONS];

static char *mapped(const char *path, size_t *size) {
    int file = open(path, O_RDONLY);
    struct stat about;
    if (file < 0 || fstat(file, &about)) { perror(path); exit(1); }
    *size = about.st_size;
    char *start = mmap(0, *size, PROT_READ, MAP_PRIVATE, file, 0);
    madvise(start, *size, MADV_SEQUENTIAL);
    return start;
}

static inline u64 low(u64 x) { /* eight letters at once in lower case */
    u64 plain = x & 0x7f7f7f7f7f7f7f7fULL, from = plain + 0x3f3f3f3f3f3f3f3fULL, to = plain + 0x2525252525252525ULL;
    return x | (((from & ~to & ~x) & 0x8080808080808080ULL) >> 2);
}
static inline u64 mix(u64 a, u64 b) { __uint128_t r = (__uint128_t)a * b; return (u64)r ^ (u64)(r >> 64); }
static inline u64 eight(const char *text, u64 length) {
    u64 word = 0;
    memcpy(&word, text, length < 8 ? length : 8);
    return low(word);
}
static inline u64 hash_of(const char *text, u64 length) {
    u64 hash = length * 0x9E3779B97F4A7C15ULL;
    for (; length >= 8; text += 8, length -= 8) hash = mix(hash ^ eight(text, 8), 0xD6E8FEB86659FD93ULL);
    return mix(hash ^ eight(text, length), 0xA0761D6478BD642FULL) | 1;
}
static inline int same(const char *a, const char *b, u64 length) {
    for (; length >= 8; a += 8, b += 8, length -= 8)
        if (eight(a, 8) != eight(b, 8)) return 0;
    return eight(a, length) == eight(b, length);
}
static inline Address *address_of(const char *text, u64 length) {
    u64 hash = hash_of(text, length), at = hash & (ADDRESSES - 1);
    while (addresses[at].hash) {
        Address *one = addresses + at;
        if (one->hash == hash && one->length == length && same(one->text, text, length)) return one;
        at = (at + 1) & (ADDRESSES - 1);
    }
    addresses[at].length = 0;
    return addresses + at;
}
static inline int64_t person_of(const char *text, u64 length) {
    Address *found = address_of(text, length);
    return found->hash ? found->person : -1;
}
static Domain *domain_of(const char *text, u64 length) {
    const char *mark = memchr(text, '@', length);
    u64 size = mark ? (u64)(text + length - mark - 1) : 0;
    const char *name = mark ? mark + 1 : text;
    if (size > 255) size = 255;
    u64 hash = hash_of(name, size), at = hash & (DOMAINS - 1);
    while (domains[at].hash && !(domains[at].hash == hash && domains[at].length == size && same(domains[at].text, name, size)))
        at = (at + 1) & (DOMAINS - 1);
    if (!domains[at].hash) {
        domains[at].hash = hash;
        domains[at].length = size;
        memcpy(domains[at].text, name, size);
    }
    return domains + at;
}
static inline Pair *slot_of(Pair *table, u64 size, u64 key) {
    u64 at = mix(key, 0x9E3779B97F4A7C15ULL) & size;
    while (table[at].key && table[at].key != key) at = (at + 1) & size;
    return table + at;
}
static void add(u64 key, u64 parts) {
    Pair *pair = slot_of(pairs, room, key);
    if (!pair->key) {
        if (++held * 10 > room * 6) {
            u64 wider = room * 2 + 1;
            Pair *next = calloc(wider + 1, sizeof(Pair));
            for (u64 at = 0; at <= room; at++)
                if (pairs[at].key) *slot_of(next, wider, pairs[at].key) = pairs[at];
            free(pairs);
            pairs = next;
            room = wider;
            pair = slot_of(pairs, room, key);
        }
        pair->key = key;
    }
    pair->parts += parts;
    pair->messages++;
}
static void read_roster(const char *path) {
    size_t size;
    char *start = mapped(path, &size), *end = start + size, *row = memchr(start, '\n', size) + 1;
    for (char *next; row < end; row = next + 1) {
        next = memchr(row, '\n', end - row);
        char *text = memchr(row, ',', next - row) + 1;
        Address *place = address_of(text, next - text);
        *place = (Address){hash_of(text, next - text), text, next - text, strtol(row, 0, 10)};
    }
}
static void count_message(u64 month, const char *sender, u64 sender_length, const char *list, const char *end) {
    int64_t from = person_of(sender, sender_length), people[MOST];
    const char *begins[MOST + 1];
    int size = 0;
    if (from < 0) { reasons[SENDER_UNKNOWN]++; domain_of(sender, sender_length)->sent++; return; }
    for (const char *entry = list, *mark;; entry = mark + 1) {
        mark = memchr(entry, ';', end - entry);
        if (size == MOST) { reasons[TOO_MANY]++; return; }
        begins[size] = entry;
        people[size++] = person_of(entry, (mark ? mark : end) - entry);
        if (!mark) break;
    }
    begins[size] = end + 1;
    reasons[COUNTED]++;
    for (int at = 0; at < size; at++) {
        if (people[at] < 0) {
            reasons[RECIPIENT_UNKNOWN]++;
            domain_of(begins[at], begins[at + 1] - begins[at] - 1)->received++;
        } else if (people[at] == from) reasons[TO_SELF]++;
        else { reasons[ENTRY_COUNTED]++; add(((u64)from << 40 | (u64)people[at] << 16 | month) + 1, PARTS / size); }
    }
}
static void read_events(const char *path) {
    size_t size;
    char *start = mapped(path, &size), *end = start + size, *row = memchr(start, '\n', size) + 1;
    while (row < end) {
        char *time = memchr(row, ',', end - row) + 1, *sender = memchr(time, ',', end - time) + 1;
        char *list = memchr(sender, ',', end - sender) + 1, *after = memchr(list, ',', end - list);
        u64 year = (time[0] - '0') * 1000 + (time[1] - '0') * 100 + (time[2] - '0') * 10 + time[3] - '0';
        u64 month = year * 12 + (time[5] - '0') * 10 + time[6] - '1';
        if (sender - time < 20) reasons[NO_TIME]++;
        else count_message(month, sender, list - sender - 1, list, after);
        row = memchr(after, '\n', end - after) + 1;
    }
}
static void sort_pairs(Pair *rows, u64 number) { /* by 16 bits at a time, the lowest first */
    Pair *other = malloc(number * sizeof(Pair)), *from = rows, *to = other;
    for (int shift = 0; shift < 64; shift += 16) {
        u64 *place = calloc(65537, sizeof(u64));
        for (u64 at = 0; at < number; at++) place[(from[at].key >> shift & 65535) + 1]++;
        for (int digit = 0; digit < 65536; digit++) place[digit + 1] += place[digit];
        for (u64 at = 0; at < number; at++) to[place[from[at].key >> shift & 65535]++] = from[at];
        Pair *swap = from; from = to; to = swap;
        free(place);
    }
    free(other);
}
int main(int count, char **words) {
    if (count != 4) return 2;
    addresses = calloc(ADDRESSES, sizeof(Address));
    domains = calloc(DOMAINS, sizeof(Domain));
    pairs = calloc(room + 1, sizeof(Pair));
    read_roster(words[1]);
    read_events(words[2]);
    u64 number = 0, strangers = 0;
    for (u64 at = 0; at <= room; at++)
        if (pairs[at].key) pairs[number++] = pairs[at];
    sort_pairs(pairs, number);
    FILE *out = fopen(words[3], "wb");
    if (!out || fwrite(pairs, sizeof(Pair), number, out) != number || fclose(out)) { perror(words[3]); return 1; }
    for (u64 at = 0; at < DOMAINS; at++) strangers += domains[at].sent + domains[at].received;
    printf("%lu pairs, %lu messages, %lu counted, %lu unknown\n", number, reasons[ENTRY_COUNTED], reasons[COUNTED], strangers);
    return 0;
}
