// `npm start`: builds what has changed, and opens the app in Electron; where there is none, in the browser.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { buildElectron, buildRenderer } from './build.ts';

const root = path.resolve(import.meta.dirname, '..');
const words = process.argv.slice(2).filter((word) => word !== '--browser');
const asksForBrowser = process.argv.includes('--browser');

/** Electron's program, where its package has fetched it; else why the window cannot be opened. */
function findElectron(): { readonly program: string } | { readonly why: string } {
  const folder = path.join(root, 'node_modules/electron');
  const isHeadless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (isHeadless) return { why: 'there is no display' };
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
    const program = path.join(dist, readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    if (existsSync(program)) return { program };
  } catch {
    // Its runtime was never fetched.
  }
  return { why: 'Electron’s runtime is not installed (npx install-electron fetches it)' };
}

function follow(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}

await buildRenderer();
const electron = asksForBrowser ? { why: '' } : findElectron();
if ('program' in electron) {
  await buildElectron();
  follow(
    spawn(electron.program, [path.join(root, 'dist/electron/main.cjs'), ...words], { stdio: 'inherit' }),
  );
} else {
  if (electron.why)
    console.error(`The desktop window cannot be opened: ${electron.why}. Opening the browser.`);
  follow(spawn(process.execPath, [path.join(root, 'electron/serve.ts'), ...words], { stdio: 'inherit' }));
}
