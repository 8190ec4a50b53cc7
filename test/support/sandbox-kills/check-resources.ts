import { isSame, settled, shapeOf, wait, type Findings } from './findings.ts';
import { versions } from './lane.ts';
import { revisionsOf, type Body, type Entry } from './ledger.ts';
import type { Session } from './session.ts';

const assetKinds = ['data', 'models', 'codes', 'environments', 'components'];

/** What is there under a path; `undefined` for nothing. */
export async function read({ send }: Session, { path, apiVersion }: Entry): Promise<Body | undefined> {
  const { status, body } = await send('GET', `${path}?api-version=${apiVersion}`);
  if (status === 404) return undefined;
  if (status === 200 && body) return body;
  throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
}

/** How far a resource is, where it says so. */
function stateOf(body: Body): string {
  return (body.properties as { provisioningState?: string } | undefined)?.provisioningState ?? 'Succeeded';
}

/** Every operation that was acknowledged still answers, and ends. */
export async function checkOperations(session: Session, { lost, hanging }: Findings): Promise<void> {
  for (const operation of session.ledger.operations) {
    const reply = await wait(async () => {
      const { status, body } = await session.send('GET', operation);
      const isOver = status !== 200 || body?.status !== 'InProgress';
      // That of a template says Running, and goes with its group.
      return isOver && body?.status !== 'Running' ? { status, body } : undefined;
    });
    if (!reply) hanging.push(`The operation ${operation} does not end.`);
    else if (reply.status === 404 && !operation.includes('/deployments/')) {
      lost.push(`The operation ${operation} is not known.`);
    }
  }
  session.ledger.operations.clear();
}

/** Every resource is as it was acknowledged, or as it was asked for; those above come first. */
export async function checkEntries(session: Session, findings: Findings): Promise<void> {
  const { ledger } = session;
  const { hanging, orphans, halfMade } = findings;
  const shapes = new Map<string, string>();
  const entries = [...ledger.entries.values()].sort((a, b) => a.path.length - b.path.length);
  for (const { path, known } of entries) if (known) shapes.set(kindOf(path), shapeOf(known));
  for (const entry of entries) {
    const { path } = entry;
    const parent = nearest(entries, path);
    let last = '';
    const found = await wait(async () => {
      const body = await read(session, entry);
      last = body ? stateOf(body) : 'gone';
      return ['Creating', 'Updating', 'Deleting', 'Running'].includes(last) ? undefined : (body ?? null);
    });
    if (found === undefined) {
      hanging.push(`${path} remains ${last}.`);
      continue;
    }
    if (found && parent && parent.known === undefined) orphans.push(`${path} is there without its parent.`);
    else judge(entry, found ?? undefined, findings);
    const shape = shapes.get(kindOf(path));
    // Jobs are of several kinds.
    if (found && shape !== undefined && shape !== shapeOf(found) && !path.includes('/jobs/')) {
      halfMade.push(`${path} has other properties than its like: ${difference(shape, shapeOf(found))}`);
    }
    if (found && stateOf(found) !== 'Succeeded') halfMade.push(`${path} is ${stateOf(found)}.`);
    entry.known = found ?? undefined;
    entry.tried = [];
    if (!found) ledger.forget(path);
  }
}

function judge({ path, known, tried }: Entry, found: Body | undefined, { lost, halfMade }: Findings): void {
  if (!found) {
    if (known && !tried.includes(null)) lost.push(`${path} is gone.`);
    return;
  }
  if (known && isSame(known, found)) return;
  const revisions = revisionsOf(settled(found));
  if (revisions.length === 1 && tried.includes(revisions[0])) return;
  if (revisions.length > 1) halfMade.push(`${path} is a mixture of ${revisions.join(' and ')}.`);
  else if (!known) lost.push(`${path} was deleted, and is there.`);
  else lost.push(`${path} is ${JSON.stringify(settled(found))}, and was ${JSON.stringify(settled(known))}.`);
}

/** The entry that another is inside of. */
function nearest(entries: readonly Entry[], path: string): Entry | undefined {
  const above = entries.filter((other) => path.toLowerCase().startsWith(`${other.path.toLowerCase()}/`));
  return above.at(-1);
}

/** Such as vaults: the types in a path without the names. */
function kindOf(path: string): string {
  return path
    .split('/')
    .filter((_, index) => index % 2 === 1)
    .join('/')
    .toLowerCase();
}

function difference(one: string, other: string): string {
  const [left, right] = [one, other].map((text) => new Set(text.split('\n')));
  return [
    ...[...left].filter((name) => !right.has(name)).map((name) => `-${name}`),
    ...[...right].filter((name) => !left.has(name)).map((name) => `+${name}`),
  ].join(' ');
}

async function list({ send }: Session, path: string, apiVersion: string): Promise<Body[]> {
  const found: Body[] = [];
  let next: string | undefined = `${path}?api-version=${apiVersion}&listViewType=All`;
  while (next !== undefined) {
    const { status, body } = await send('GET', next);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    const page = body as { value: Body[]; nextLink?: string };
    found.push(...page.value);
    next = page.nextLink;
  }
  return found;
}

/** Every list shows what is there, and nothing else. */
export async function checkLists(session: Session, { halfMade, orphans }: Findings): Promise<void> {
  const present = [...session.ledger.entries.values()].filter(({ known }) => known);
  const collections = new Map(present.map((entry) => [entry.path.replace(/\/[^/]+$/, ''), entry.apiVersion]));
  for (const [path, apiVersion] of collections) {
    const listed = new Map(
      (await list(session, path, apiVersion)).map((body) => [String(body.id).toLowerCase(), body]),
    );
    for (const entry of present) {
      if (entry.path.replace(/\/[^/]+$/, '') !== path) continue;
      const shown = listed.get(entry.path.toLowerCase());
      if (!shown) halfMade.push(`${entry.path} is not in its list.`);
      else if (!isSame(shown, await read(session, entry)))
        halfMade.push(`The list shows another ${entry.path}.`);
    }
    for (const id of listed.keys()) {
      if (!(await read(session, { path: id, apiVersion, known: undefined, tried: [] })))
        orphans.push(`The list of ${path} shows ${id}, which is not there.`);
    }
  }
}

/** What is made with something else is there with it: a template's resources, a workspace's stores, an asset's version. */
export async function checkParts(session: Session, { halfMade, orphans }: Findings): Promise<void> {
  const { ledger, send } = session;
  const query = '?api-version=2022-10-01';
  const made = new Set<string>();
  for (const { path, known } of ledger.entries.values()) {
    if (known && /\/deployments\/made-/i.test(path)) {
      const { outputResources, parameters } = known.properties as {
        outputResources: { id: string }[];
        parameters: { revision: { value: string } };
      };
      if (outputResources.length !== 2)
        halfMade.push(`${path} has made ${outputResources.length} resources.`);
      for (const { id } of outputResources) {
        made.add(id.toLowerCase());
        const apiVersion = id.includes('/components/') ? versions.insights : versions.learning;
        const { body } = await send('GET', `${id}?api-version=${apiVersion}`);
        if (revisionsOf(body)[0] !== parameters.revision.value) halfMade.push(`${path} has not made ${id}.`);
      }
    }
    if (known && /\/workspaces\/mlw-[^/]+$/i.test(path)) {
      for (const store of ['workspaceblobstore', 'workspaceartifactstore']) {
        const { status, body } = await send('GET', `${path}/datastores/${store}${query}`);
        const { properties } = (body ?? {}) as {
          properties?: { containerName: string; accountName: string };
        };
        const container = `${path.split('/').slice(0, 5).join('/')}/providers/Microsoft.Storage/storageAccounts/${properties?.accountName}/blobServices/default/containers/${properties?.containerName}`;
        const there =
          status === 200 && (await send('GET', `${container}?api-version=2023-01-01`)).status === 200;
        if (!there) halfMade.push(`${path} has no ${store}.`);
      }
      for (const kind of assetKinds) {
        for (const container of await list(session, `${path}/${kind}`, '2022-10-01')) {
          const all = await list(session, `${String(container.id)}/versions`, '2022-10-01');
          if (all.length === 0) halfMade.push(`${String(container.id)} has no version.`);
        }
      }
    }
  }
  const groups = [...ledger.entries.values()].filter(
    ({ path, known }) => known && /^(\/[^/]+){4}$/.test(path),
  );
  for (const { path } of groups) {
    for (const { id } of await list(session, `${path}/resources`, '2021-04-01')) {
      const isKnown = ledger.has(String(id)) || made.has(String(id).toLowerCase());
      if (!isKnown) orphans.push(`${String(id)} is in a list, and nobody has made it.`);
    }
  }
}
