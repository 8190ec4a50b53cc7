import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { splitData } from './split-data.ts';

const splitRowsTool: PythonTool = {
  names: ['random_numbers', 'split_data'],
  imports: ['import math', 'import numpy as np', 'import pandas as pd'],
  source: python`
def random_numbers(seed):
    """Random numbers from 0 up to 1 that depend on the seed alone, the same on every machine:
    the generator xoshiro128** (Blackman and Vigna, 2018), its state filled by splitmix32."""
    low = 0xFFFFFFFF  # everything is cut to 32 bits
    state = []
    for turn in range(1, 5):
        z = (seed + turn * 0x9E3779B9) & low ^ (seed >> 32) & low
        z = (z ^ z >> 16) * 0x21F0AAAD & low
        z = (z ^ z >> 15) * 0x735A2D97 & low
        state.append(z ^ z >> 15)
    a, b, c, d = state
    d |= 1
    while True:
        pair = []
        for _ in range(2):
            product = b * 5 & low
            pair.append((product << 7 | product >> 25) * 9 & low)
            shifted = b << 9 & low
            c, d = c ^ a, d ^ b
            b, a = b ^ c, a ^ d
            c ^= shifted
            d = (d << 11 | d >> 21) & low
        yield ((pair[0] >> 5) * 2**26 + (pair[1] >> 6)) / 2**53


def split_data(table, fraction, seed, stratify_on=None):
    """Divides the rows at random. With stratify_on each value of that column, a gap too, is divided alike."""
    values = [None] * len(table) if stratify_on is None else table[stratify_on].tolist()
    groups = {}
    for position, value in enumerate(values):
        groups.setdefault(None if pd.isna(value) else value, []).append(position)
    total = math.floor(fraction * len(table) + 1e-9)
    exact = [total * len(rows) for rows in groups.values()]  # how many of each group, times all rows
    quotas = [share // len(table) for share in exact]
    by_remainder = sorted(range(len(quotas)), key=lambda k: -(exact[k] % len(table)))
    for k in by_remainder[: total - sum(quotas)]:
        quotas[k] += 1  # the largest remainders are rounded up
    draw = random_numbers(seed)
    is_first = np.zeros(len(table), dtype=bool)
    for rows, quota in zip(groups.values(), quotas):
        for i in range(quota):  # the head of a Fisher-Yates shuffle
            chosen = i + int(next(draw) * (len(rows) - i))
            is_first[rows[chosen]] = True
            rows[chosen] = rows[i]
    return table[is_first], table[~is_first]
`,
};

export const splitDataPython = definePythonPart(splitData, (node) => {
  const given = [node.input('table'), node.constant('fraction'), node.constant('seed')];
  if (node.settings.stratified) given.push(node.constant('stratificationColumn'));
  return {
    tools: [splitRowsTool],
    lines: [`${node.output('first')}, ${node.output('second')} = split_data(${given.join(', ')})`],
  };
});
