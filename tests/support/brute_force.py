"""Network metrics spelled out as loops over people: slow, and plainly their definitions.

Every function takes a dense array `w` (n, n) of strengths, `directed`, a list of groups ("" for
none) and `weighted`; ids are row numbers.
"""

from dataclasses import dataclass
from itertools import combinations, permutations
from math import log, sqrt

import numpy as np


@dataclass
class Case:
    """A small network as plain arrays."""

    w: np.ndarray
    groups: list
    directed: bool
    weighted: bool

    @property
    def n(self):
        return len(self.w)

    @property
    def people(self):
        return range(self.n)

    def tied(self, i, j):
        return self.w[i, j] > 0

    def contacts(self, i):
        return [j for j in self.people if j != i and (self.tied(i, j) or self.tied(j, i))]

    def z(self, i, j):
        return self.w[i, j] + self.w[j, i]


def random_case(seed, n, *, directed, weighted, kinds=3, share=0.3, empty=False):
    rng = np.random.default_rng(seed)
    w = (rng.random((n, n)) < share) * rng.integers(1, 5, (n, n)).astype(float)
    if not weighted:
        w = (w > 0).astype(float)
    np.fill_diagonal(w, 0)
    if n > 3:
        w[n - 1, :] = w[:, n - 1] = 0
    if not directed:
        w = np.maximum(w, w.T)
    names = [f"g{k}" for k in rng.integers(0, kinds, n)]
    if empty:
        names = [name if rng.random() < 0.7 else "" for name in names]
    return Case(w, names, directed, weighted)


def distances(case, length):
    """All shortest lengths by Floyd and Warshall; `length` of a tie from its strength."""
    d = np.full((case.n, case.n), np.inf)
    for i in case.people:
        d[i, i] = 0
        for j in case.people:
            if case.tied(i, j):
                d[i, j] = length(case.w[i, j])
    for k, i, j in ((k, i, j) for k in case.people for i in case.people for j in case.people):
        d[i, j] = min(d[i, j], d[i, k] + d[k, j])
    return d


def betweenness(case, length):
    """Shares of shortest paths, counted by walking every one of them."""
    d, found = distances(case, length), np.zeros(case.n)

    def paths(i, j):
        if i == j:
            return [[j]]
        steps = [k for k in case.people if case.tied(i, k) and abs(length(case.w[i, k]) + d[k, j] - d[i, j]) < 1e-9]
        return [[i, *rest] for k in steps for rest in paths(k, j)]

    for i, j in permutations(case.people, 2):
        if np.isfinite(d[i, j]):
            all_paths = paths(i, j)
            for path in all_paths:
                for v in path[1:-1]:
                    found[v] += 1 / len(all_paths)
    return found if case.directed else found / 2


def either(case):
    both = ((case.w + case.w.T) > 0).astype(float)
    return Case(both, case.groups, False, False)


def components(case, without=()):
    left, count = set(case.people) - set(without), 0
    while left:
        count += 1
        todo = [left.pop()]
        while todo:
            for j in case.contacts(todo.pop()):
                if j in left:
                    left.remove(j)
                    todo.append(j)
    return count


def kcore(case):
    core = np.zeros(case.n, int)
    for k in range(1, case.n):
        stay = set(case.people)
        while True:
            out = {i for i in stay if sum(j in stay for j in case.contacts(i)) < k}
            if not out:
                break
            stay -= out
        core[list(stay)] = k
    return core


def burt(case, scope):
    """Constraint, effective size and hierarchy; `scope(i)` lists who counts for ego i."""
    results = []
    for i in case.people:
        contacts = case.contacts(i)
        if not contacts:
            results.append((None, None, None, None))
            continue
        inside = scope(i)

        def p(a, b, inside=inside):
            return case.z(a, b) / sum(case.z(a, k) for k in inside if k != a)

        def m(a, b, inside=inside):
            return case.z(a, b) / max(case.z(a, k) for k in inside if k != a)

        parts = []
        for j in contacts:
            detour = sum(p(i, q) * p(q, j) for q in contacts if q != j)
            parts.append((p(i, j) + detour) ** 2)
        size = sum(1 - sum(p(i, q) * m(j, q) for q in contacts if q != j) for j in contacts)
        total, n = sum(parts), len(contacts)
        spread = sum(part / (total / n) * log(part / (total / n)) for part in parts)
        results.append((total, size, size / n, 1.0 if n == 1 else spread / (n * log(n))))
    return results


def facing(case, direction):
    """Strength of i's ties to j as i sees them."""
    if not case.directed or direction == "out":
        return case.w
    if direction == "in":
        return case.w.T
    return case.w + case.w.T if case.weighted else ((case.w + case.w.T) > 0).astype(float)


def participation(case, direction):
    seen, values = facing(case, direction), []
    for i in case.people:
        by_group = {}
        for j in case.people:
            if case.groups[j]:
                by_group[case.groups[j]] = by_group.get(case.groups[j], 0) + seen[i, j]
        total = sum(by_group.values())
        values.append(1 - sum((part / total) ** 2 for part in by_group.values()) if total else None)
    return values


def within_group_z(case):
    seen = facing(case, "either")
    inside = [sum(seen[i, j] for j in case.people if case.groups[j] == case.groups[i]) for i in case.people]
    values = []
    for i in case.people:
        peers = [inside[j] for j in case.people if case.groups[j] == case.groups[i]]
        mean = sum(peers) / len(peers)
        sd = sqrt(sum((x - mean) ** 2 for x in peers) / len(peers))
        values.append((inside[i] - mean) / sd if sd > 1e-12 and case.groups[i] else None)
    return values


def ei_people(case, direction):
    seen, values = facing(case, direction), []
    for i in case.people:
        known = [j for j in case.people if case.groups[j]]
        inside = sum(seen[i, j] for j in known if case.groups[j] == case.groups[i])
        total = sum(seen[i, j] for j in known)
        values.append((total - 2 * inside) / total if total and case.groups[i] else None)
    return values


def tie_list(case):
    """Ties between people of known group: (i, j, strength)."""
    pairs = permutations(case.people, 2) if case.directed else combinations(case.people, 2)
    return [(i, j, case.w[i, j]) for i, j in pairs if case.tied(i, j) and case.groups[i] and case.groups[j]]


def ei(case):
    ties = tie_list(case)
    if not ties:
        return None
    external = sum(s for i, j, s in ties if case.groups[i] != case.groups[j])
    internal = sum(s for i, j, s in ties if case.groups[i] == case.groups[j])
    known = [i for i in case.people if case.groups[i]]
    pairs = list(permutations(known, 2))
    same = sum(case.groups[i] == case.groups[j] for i, j in pairs)
    return {
        "value": (external - internal) / (external + internal),
        "external": external,
        "internal": internal,
        "expected": 1 - 2 * same / len(pairs),
    }


def ei_groups(case):
    found = {}
    for group in sorted(set(case.groups) - {""}):
        touched = [(i, j, s) for i, j, s in tie_list(case) if group in (case.groups[i], case.groups[j])]
        internal = sum(s for i, j, s in touched if case.groups[i] == case.groups[j])
        external = sum(s for i, j, s in touched if case.groups[i] != case.groups[j])
        total = internal + external
        found[group] = {
            "ei": (external - internal) / total if total else None,
            "size": case.groups.count(group),
            "external": external,
            "internal": internal,
        }
    return found


def block_density(case):
    names = sorted(set(case.groups) - {""})
    table = {}
    for row in names:
        table[row] = {}
        for column in names:
            pairs = [
                (i, j) for i, j in permutations(case.people, 2) if case.groups[i] == row and case.groups[j] == column
            ]
            table[row][column] = sum(case.tied(i, j) for i, j in pairs) / len(pairs) if pairs else None
    return table or None


def mixing(case, *, binary):
    names = sorted(set(case.groups) - {""})
    e = np.zeros((len(names), len(names)))
    for i, j in permutations(case.people, 2):
        if case.groups[i] and case.groups[j] and case.tied(i, j):
            strength = 1 if binary else case.w[i, j]
            e[names.index(case.groups[i]), names.index(case.groups[j])] += strength
    return e / e.sum() if e.sum() else None


def assortativity(case):
    e = mixing(case, binary=True)
    if e is None:
        return None
    chance = e.sum(axis=1) @ e.sum(axis=0)
    return (np.trace(e) - chance) / (1 - chance) if chance < 1 else None


def modularity(case):
    e = mixing(case, binary=False)
    return None if e is None else np.trace(e) - e.sum(axis=1) @ e.sum(axis=0)


ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")


def brokerage(case):
    g, counts = case.groups, []
    for v in case.people:
        role = dict.fromkeys(ROLES, 0)
        for a, b in permutations(case.people, 2):
            if v in (a, b) or not (g[a] and g[b] and g[v]):
                continue
            if case.tied(a, v) and case.tied(v, b) and not case.tied(a, b):
                role["total"] += 1
                if g[a] == g[v] == g[b]:
                    role["coordinator"] += 1
                elif g[a] == g[b]:
                    role["itinerant"] += 1
                elif g[a] == g[v]:
                    role["representative"] += 1
                elif g[v] == g[b]:
                    role["gatekeeper"] += 1
                else:
                    role["liaison"] += 1
        counts.append(role if g[v] else None)
    return counts


def transitivity(case):
    paths = [(i, k) for i, j, k in permutations(case.people, 3) if case.tied(i, j) and case.tied(j, k)]
    return sum(case.tied(i, k) for i, k in paths) / len(paths) if paths else None


def clustering_mean(case):
    values = []
    for i in case.people:
        pairs = list(combinations(case.contacts(i), 2))
        values.append(sum(j in case.contacts(k) for j, k in pairs) / len(pairs) if pairs else 0)
    return sum(values) / case.n if case.n else None


def krackhardt(case):
    n, reach = case.n, np.isfinite(distances(case, lambda _: 1))
    linked = np.isfinite(distances(either(case), lambda _: 1))
    pairs = list(combinations(case.people, 2))
    one_way = [int(reach[i, j]) + int(reach[j, i]) for i, j in pairs if reach[i, j] or reach[j, i]]
    sizes = [int(linked[i].sum()) for i in case.people]
    blocks = {tuple(np.flatnonzero(linked[i])) for i in case.people}
    needed = sum(len(block) - 1 for block in blocks)
    room = sum(len(block) * (len(block) - 1) - (len(block) - 1) for block in blocks)
    arcs = int((case.w > 0).sum())
    without, most = 0, sum((len(block) - 1) * (len(block) - 2) // 2 for block in blocks)
    for i, j in pairs:
        bounds = [k for k in case.people if reach[k, i] and reach[k, j]]
        top = any(all(reach[k, other] for other in bounds) for k in bounds)
        without += linked[i, j] and not top and sizes[i] > 2
    return {
        "connectedness": sum(linked[i, j] for i, j in pairs) / len(pairs) if n > 1 else None,
        "hierarchy": 1 - sum(x == 2 for x in one_way) / len(one_way) if one_way else None,
        "efficiency": 1 - (arcs - needed) / room if room else None,
        "lubness": 1 - without / most if most else None,
    }


def redundancy(case, first, second):
    """Size of the smallest set of people that every tie between two groups touches."""
    crossing = [
        (i, j)
        for i, j in combinations(case.people, 2)
        if {case.groups[i], case.groups[j]} == {first, second} and j in case.contacts(i)
    ]
    for size in range(case.n + 1):
        for chosen in combinations(case.people, size):
            if all(i in chosen or j in chosen for i, j in crossing):
                return size
    return None


def centralization(case, *, sent):
    d = (case.w > 0).sum(axis=1 if sent else 0)
    most = (case.n - 1) ** 2 if case.directed else (case.n - 1) * (case.n - 2)
    return float((d.max() - d).sum() / most) if case.n > 1 and most else None
