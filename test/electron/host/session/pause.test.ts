import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkView } from '../../../../electron/contract/session.ts';
import { downloadBuffer } from '../../../../electron/azure/blobs.ts';
import type { Session } from '../../../../electron/host/session/session.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { openSession } from '../../../support/session.ts';

const pack = 'loan-approval';

/** Waits until the newest upload is as it should be. */
function until(session: Session, fits: (work: WorkView) => boolean): Promise<WorkView> {
  return new Promise((resolve) => {
    const end = session.work.subscribe(0, ({ work }) => {
      if (work.operation !== 'blob.upload' || !fits(work)) return;
      queueMicrotask(() => end());
      resolve(work);
    });
  });
}

describe('an upload', () => {
  it('is paused, survives a restart as paused, and goes on from its last block', async () => {
    const file = path.join(temporaryFolder(), 'large.bin');
    const bytes = randomBytes(40 << 20);
    writeFileSync(file, bytes);
    const first = await openSession();
    const { names } = await first.call('lesson.open', { pack });
    await first.call('step.show', { pack, step: 'datastore' });
    const place = { account: names.account, container: names.container, blob: 'large.bin' };
    const { id: fileId } = first.session.files.add(file);
    const upload = first.call('blob.upload', { ...place, file: fileId });
    const { id } = await until(first.session, ({ share }) => (share ?? 0) > 0.1);
    await first.call('work.pause', { id });
    await expect(upload).rejects.toMatchObject({ code: 'cancelled' });
    const paused = first.session.work.list().find((work) => work.id === id);
    expect(paused).toMatchObject({ state: 'paused', subject: 'large.bin', endedAt: null });
    expect(paused?.share).toBeGreaterThan(0.1);
    await first.close();

    const again = await openSession({ root: first.root });
    const list = (await again.call('session.read', {})).work;
    expect(list.find((work) => work.id === id)?.state).toBe('paused');
    const { connection } = again.session.host;
    await again.call('work.resume', { id });
    const done = await until(again.session, ({ state }) => state !== 'running');
    expect(done).toMatchObject({ id, state: 'done' });
    const resourceGroup = names.resourceGroup;
    const found = await downloadBuffer(connection, { resourceGroup, ...place });
    expect(hash(found ?? new Uint8Array())).toBe(hash(bytes));
    await expect(again.call('work.resume', { id })).rejects.toMatchObject({ code: 'work-not-paused' });
  }, 60_000);

  it('that is paused can be given up', async () => {
    const file = path.join(temporaryFolder(), 'large.bin');
    writeFileSync(file, randomBytes(24 << 20));
    const { call, session } = await openSession();
    const { names } = await call('lesson.open', { pack });
    await call('step.show', { pack, step: 'datastore' });
    const place = { account: names.account, container: names.container, blob: 'large.bin' };
    const upload = call('blob.upload', { ...place, file: session.files.add(file).id });
    const { id } = await until(session, ({ share }) => (share ?? 0) > 0);
    await call('work.pause', { id });
    await expect(upload).rejects.toMatchObject({ code: 'cancelled' });
    await call('work.cancel', { id });
    expect(session.work.list().find((work) => work.id === id)?.state).toBe('cancelled');
    expect((await call('blob.list', { account: names.account, container: names.container })).blobs).toEqual(
      [],
    );
  }, 60_000);
});

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
