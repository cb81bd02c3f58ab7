/* The moves of `sim.moves` and the hand-over of `sim.walkers`, for one group of lanes after another.
 *
 * Each lane walks `chunk` moves, and takes up fresh episodes meanwhile. A group's walkers are held in local arrays, so
 * that the compiler can turn the loops over them into vector instructions. Several threads may call `walk` with the same
 * work at once: they share the list of groups and the counter of episodes.
 */
#include <stdint.h>

#ifndef ADDRESS
#define ADDRESS int32_t
#endif

enum { GROUP = 32, BLOCK = 4, IDLE = -1 };
enum { BEGUN, WALKED, DONE, NEXT_GROUP };
enum { WALK_STREAM, GOAL_STREAM };

typedef struct {
    const ADDRESS *degree, *choices, *goal_at;
    const int64_t *threshold;
    int64_t bits, goals, first_episode, episodes, budget, chunk, key;
    int64_t lanes;
    ADDRESS *state;
    int64_t *steps;
    int32_t *goal, *first_goal;
    uint8_t *walking;
    int64_t *slot;
    int64_t *result_steps;
    uint8_t *hit;
    int32_t *result_goal, *result_first_goal;
    uint8_t *over;
    int64_t *counters;
    const int32_t *kind; /* of each choice, or NULL; -1 is not counted */
    int64_t kinds;       /* counters of an episode; 0 if all episodes share theirs */
    int64_t *counts, *elapsed;
} Work;

typedef struct {
    int n;
    ADDRESS state[GROUP];
    int64_t steps[GROUP], slot[GROUP];
    int32_t goal[GROUP], first_goal[GROUP];
    int32_t walking[GROUP];
} Group;

static inline int64_t added(int64_t *counter, int64_t amount) {
    return __atomic_fetch_add(counter, amount, __ATOMIC_RELAXED);
}

/* Philox4x32-10, as in `sim.philox`. */
static inline void philox(uint64_t index, uint64_t episode, uint32_t stream, uint64_t key, uint32_t words[4]) {
    uint32_t c0 = (uint32_t)index, c1 = (uint32_t)(index >> 32);
    uint32_t c2 = (uint32_t)episode, c3 = (uint32_t)(episode >> 32) + (stream << 16);
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t first = (uint64_t)c0 * 0xD2511F53u, second = (uint64_t)c2 * 0xCD9E8D57u;
        c0 = (uint32_t)(second >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(first >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)second;
        c3 = (uint32_t)first;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

static inline int ended(const Work *w, ADDRESS state, int32_t goal, int64_t steps) {
    return w->goal_at[state] == goal || steps >= w->budget;
}

/* Record an episode that is over. */
static void record(Work *w, const Group *g, int j) {
    int64_t slot = g->slot[j];
    w->result_steps[slot] = g->steps[j];
    w->result_goal[slot] = g->goal[j];
    w->result_first_goal[slot] = g->first_goal[j];
    w->hit[slot] = w->goal_at[g->state[j]] == g->goal[j];
    w->over[slot] = 1;
    added(w->counters + DONE, 1);
}

/* Put fresh episodes into lane j until one of them walks on; 0 if there is none left. */
static int refill(Work *w, Group *g, int j) {
    for (;;) {
        int64_t slot = added(w->counters + BEGUN, 1);
        if (slot >= w->episodes) return 0;
        uint32_t words[4];
        philox(0, (uint64_t)(slot + w->first_episode), GOAL_STREAM, (uint64_t)w->key, words);
        g->slot[j] = slot;
        g->goal[j] = (int32_t)(((uint64_t)words[0] * (uint64_t)w->goals) >> 32);
        g->state[j] = 0;
        g->first_goal[j] = (int32_t)w->goal_at[0];
        g->steps[j] = 1;
        added(w->counters + WALKED, 1);
        if (w->kind && !w->kinds) added(w->counts, 1);
        g->walking[j] = !ended(w, g->state[j], g->goal[j], 1);
        if (g->walking[j]) return 1;
        record(w, g, j);
    }
}

static void load(const Work *w, Group *g, int64_t begin, int64_t end) {
    g->n = 0;
    for (int64_t lane = begin; lane < end; lane++) {
        if (w->slot[lane] == IDLE) continue;
        int j = g->n++;
        g->state[j] = w->state[lane], g->steps[j] = w->steps[lane], g->slot[j] = w->slot[lane];
        g->goal[j] = w->goal[lane], g->first_goal[j] = w->first_goal[lane], g->walking[j] = w->walking[lane];
    }
}

static void store(Work *w, const Group *g, int64_t begin, int64_t end) {
    for (int64_t lane = begin; lane < end; lane++) {
        int j = (int)(lane - begin), busy = j < g->n;
        w->slot[lane] = busy ? g->slot[j] : IDLE;
        w->walking[lane] = (uint8_t)busy;
        if (!busy) continue;
        w->state[lane] = g->state[j], w->steps[lane] = g->steps[j];
        w->goal[lane] = g->goal[j], w->first_goal[lane] = g->first_goal[j];
    }
}

/* BLOCK moves of the group; `chosen` has the choices made, -1 for none. */
static void move(const Work *w, Group *g, int64_t chosen[BLOCK][GROUP]) {
    const int wide = w->bits > 32, n = g->n;
    uint32_t words[2 * BLOCK][GROUP];
    for (int block = 0; block <= wide; block++)
        for (int j = 0; j < n; j++) {
            uint32_t four[4];
            uint64_t index = (uint64_t)((g->steps[j] - 1) / BLOCK * (1 + wide) + block);
            philox(index, (uint64_t)(g->slot[j] + w->first_episode), WALK_STREAM, (uint64_t)w->key, four);
            for (int i = 0; i < 4; i++) words[4 * block + i][j] = four[i];
        }
    for (int m = 0; m < BLOCK; m++) {
        const uint32_t *high = words[wide ? 2 * m : m], *low = words[2 * m + wide];
        for (int j = 0; j < n; j++) {
            int64_t degree = w->degree[g->state[j]];
            int64_t scaled = high[j] * degree, rest = wide ? (low[j] >> 11) * degree : 0;
            scaled += rest >> 21;
            int64_t cell = g->state[j] + (scaled >> 32), within = scaled & 0xFFFFFFFF;
            within = wide ? within << 21 | (rest & 0x1FFFFF) : within;
            int64_t choice = 2 * cell + (within >= w->threshold[cell]);
            int32_t walking = g->walking[j];
            chosen[m][j] = walking ? choice : -1;
            g->state[j] = walking ? w->choices[choice] : g->state[j];
            g->steps[j] += walking;
            int32_t reached = (int32_t)w->goal_at[g->state[j]];
            g->first_goal[j] = g->first_goal[j] < 0 ? reached : g->first_goal[j];
            g->walking[j] = walking & (reached != g->goal[j]) & (g->steps[j] < w->budget);
        }
    }
}

/* Count the choices made from these steps on. */
static void count(Work *w, const Group *g, const int64_t before[GROUP], int64_t chosen[BLOCK][GROUP]) {
    for (int m = 0; m < BLOCK; m++)
        for (int j = 0; j < g->n; j++) {
            int64_t kind = chosen[m][j] < 0 ? -1 : w->kind[chosen[m][j]];
            if (kind < 0) continue;
            int64_t place = g->slot[j] * w->kinds + kind;
            added(w->counts + place, 1);
            if (w->elapsed) w->elapsed[place] += before[j] + m;
        }
}

static void walk_group(Work *w, int64_t begin, int64_t end) {
    Group g;
    int64_t chosen[BLOCK][GROUP], before[GROUP], walked = 0;
    load(w, &g, begin, end);
    for (int64_t made = 0; g.n && made < w->chunk; made += BLOCK) {
        for (int j = 0; j < g.n; j++) before[j] = g.steps[j];
        move(w, &g, chosen);
        for (int j = 0; j < g.n; j++) walked += g.steps[j] - before[j];
        if (w->kind) count(w, &g, before, chosen);
        for (int j = g.n - 1; j >= 0; j--) {
            if (g.walking[j]) continue;
            record(w, &g, j);
            if (refill(w, &g, j)) continue;
            int last = --g.n;
            g.state[j] = g.state[last], g.steps[j] = g.steps[last], g.slot[j] = g.slot[last];
            g.goal[j] = g.goal[last], g.first_goal[j] = g.first_goal[last], g.walking[j] = g.walking[last];
        }
    }
    store(w, &g, begin, end);
    added(w->counters + WALKED, walked);
}

void walk(Work *w) {
    for (;;) {
        int64_t begin = added(w->counters + NEXT_GROUP, 1) * GROUP;
        if (begin >= w->lanes) return;
        walk_group(w, begin, begin + GROUP < w->lanes ? begin + GROUP : w->lanes);
    }
}
