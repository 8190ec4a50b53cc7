import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { securityHeaders } from '../../electron/web/security-headers.ts';
import { findStaticFile } from '../../electron/web/static-files.ts';

/** A page that is served under the app's own policy. */
export interface ServedPage {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Builds a page of some of the app's pieces as the app's pages are built, and serves it as they are served. `code` is
 * a module; its imports are paths in renderer/, such as './table/TableView.svelte'. Other answers come from `respond`.
 */
export async function servePage(
  code: string,
  respond: (path: string) => Uint8Array | string | undefined = () => undefined,
): Promise<ServedPage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  const program = path.join(import.meta.dirname, 'bundle-page.ts');
  // The pages are built as they are for learners, also where the tests run as tests.
  const { status, stderr } = spawnSync(process.execPath, [program, folder], {
    input: code,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error(`The page was not built: ${stderr}`);
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const found = findStaticFile(folder, url);
    const body = found?.bytes ?? respond(url);
    response.writeHead(body === undefined ? 404 : 200, {
      ...securityHeaders,
      ...(found && { 'content-type': found.type }),
    });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
