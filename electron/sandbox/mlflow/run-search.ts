import type { ArmReply } from '../router.ts';
import type { World } from '../world.ts';
import type { Json } from '../../store/journal-line.ts';
import { fitsPattern } from '../fits-pattern.ts';
import { MlflowError } from './mlflow-error.ts';
import { runsOf, showRun, type TrackedRun } from './tracked-runs.ts';

type Values = Readonly<Record<string, Json>>;

/**
 * The runs that a search finds, newest first or in the order that it names.
 * Source: https://mlflow.org/docs/latest/search-runs.html
 */
export function searchRuns(world: World, workspace: string, body: Values): ArmReply {
  const experiments = Array.isArray(body.experiment_ids) ? body.experiment_ids : [];
  const view = body.run_view_type ?? 'ACTIVE_ONLY';
  const fits = conditionsOf(typeof body.filter === 'string' ? body.filter : '');
  const found = runsOf(world, workspace)
    .filter(({ experiment }) => experiments.includes(experiment))
    .filter(({ stage }) => view === 'ALL' || (stage === 'active') === (view === 'ACTIVE_ONLY'))
    .filter((run) => fits.every((fit) => fit(run)))
    .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  const orders: readonly Json[] = Array.isArray(body.order_by) ? body.order_by : [];
  for (const order of [...orders].reverse()) if (typeof order === 'string') sortBy(found, order);
  const start = Number(body.page_token ?? 0) || 0;
  const most = Math.max(1, Math.min(50_000, Number(body.max_results ?? 1000) || 1000));
  const runs = found.slice(start, start + most).map(showRun);
  const next = start + most < found.length ? { next_page_token: String(start + most) } : {};
  return { status: 200, body: { runs, ...next } };
}

const field = String.raw`(?:(\w+)\.)?("[^"]+"|${'`[^`]+`'}|[\w.\/-]+)`;
const condition = new RegExp(
  String.raw`^\s*${field}\s*(!=|>=|<=|=|>|<|NOT\s+IN|IN|I?LIKE)\s*('[^']*'|"[^"]*"|\([^)]*\)|[-+.\w]+)\s*`,
  'i',
);

/** A longer filter is none that anybody means. */
const mostFilter = 100_000;

/** The conditions of a filter; all of them must fit. Error: INVALID_PARAMETER_VALUE. */
function conditionsOf(filter: string): ((run: TrackedRun) => boolean)[] {
  const conditions: ((run: TrackedRun) => boolean)[] = [];
  let rest = filter.trim();
  const refusal = (): MlflowError =>
    new MlflowError(
      'INVALID_PARAMETER_VALUE',
      `Invalid clause(s) in filter string: '${rest.slice(0, 300)}'.`,
    );
  if (rest.length > mostFilter) throw refusal();
  while (rest !== '') {
    const match = condition.exec(rest);
    if (!match) throw refusal();
    const [whole, group, name, operator, value] = match;
    const read = reader(group, name);
    const compare = comparison(operator.toUpperCase().replace(/\s+/, ' '), value);
    conditions.push((run) => compare(read(run)));
    rest = rest.slice(whole.length);
    if (rest !== '') {
      const [and] = /^and\s+/i.exec(rest) ?? [];
      if (and === undefined) throw refusal();
      rest = rest.slice(and.length);
    }
  }
  return conditions;
}

/** What a name of a filter or an order stands for. */
function reader(group: string | undefined, quoted: string): (run: TrackedRun) => string | number | undefined {
  const name = quoted.replace(/^(["`])(.*)\1$/, '$2');
  switch (group?.toLowerCase() ?? '') {
    case 'metric':
    case 'metrics':
      return ({ metrics }) => (Object.hasOwn(metrics, name) ? Number(metrics[name].value) : undefined);
    case 'param':
    case 'params':
    case 'parameters':
      return ({ params }) => (Object.hasOwn(params, name) ? params[name] : undefined);
    case 'tag':
    case 'tags':
      return (run) => {
        const tags: Readonly<Record<string, string>> = { 'mlflow.runName': run.name, ...run.tags };
        return Object.hasOwn(tags, name) ? tags[name] : undefined;
      };
    default:
      return (run) => {
        const { id, status, startedAt, endedAt, user } = run;
        const known: Readonly<Record<string, string | number | null>> = {
          run_id: id,
          run_name: run.name,
          status,
          start_time: startedAt,
          end_time: endedAt,
          user_id: user,
        };
        if (!Object.hasOwn(known, name)) {
          throw new MlflowError('INVALID_PARAMETER_VALUE', `Invalid attribute key '${name}' specified.`);
        }
        return known[name] ?? undefined;
      };
  }
}

function comparison(operator: string, literal: string): (value: string | number | undefined) => boolean {
  const text = literal.replace(/^(['"])(.*)\1$/s, '$2');
  const order = (value: string | number): number =>
    typeof value === 'number' ? value - Number(text) : value < text ? -1 : value > text ? 1 : 0;
  const list = [...literal.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, one, two]) => one ?? two);
  const tests: Readonly<Record<string, (value: string | number) => boolean>> = {
    '=': (value) => order(value) === 0,
    '!=': (value) => order(value) !== 0,
    '>': (value) => order(value) > 0,
    '>=': (value) => order(value) >= 0,
    '<': (value) => order(value) < 0,
    '<=': (value) => order(value) <= 0,
    IN: (value) => list.includes(String(value)),
    'NOT IN': (value) => !list.includes(String(value)),
    LIKE: (value) => isLike(String(value), text),
    ILIKE: (value) => isLike(String(value).toLowerCase(), text.toLowerCase()),
  };
  const test = tests[operator];
  return (value) => value !== undefined && test(value);
}

/** Whether a text fits a pattern, in which each % stands for anything. */
function isLike(text: string, pattern: string): boolean {
  return fitsPattern(text, pattern, '%');
}

/** Sorts by "metrics.loss DESC"; what has no value comes last. */
function sortBy(runs: TrackedRun[], order: string): void {
  const [, group, name, direction] =
    new RegExp(String.raw`^\s*${field}(?:\s+(ASC|DESC))?\s*$`, 'i').exec(order) ?? [];
  if (name === undefined)
    throw new MlflowError('INVALID_PARAMETER_VALUE', `Invalid order_by clause '${order}'.`);
  const read = reader(group, name);
  const sign = /^desc$/i.test(direction ?? '') ? -1 : 1;
  runs.sort((a, b) => {
    const [left, right] = [read(a), read(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return left === right ? 0 : left < right ? -sign : sign;
  });
}
