// The desktop host: one window on the learner's session. The window comes first, the session is loaded after it.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { app, dialog, ipcMain, Menu, protocol, session as electronSession, shell } from 'electron';
import { EngineError } from '../engine/errors.ts';
import { answerAppRequest } from './desktop/app-protocol.ts';
import { handleBridge } from './desktop/bridge-handlers.ts';
import { denyPermissions, guardPages } from './desktop/guards.ts';
import { lessonAmong } from './desktop/links.ts';
import { createMenu } from './desktop/menu.ts';
import { systemTokens } from './desktop/system-tokens.ts';
import { AppWindow } from './desktop/window.ts';
import { dataRoot } from './host/root.ts';
import type { Session } from './host/session/session.ts';

// Chromium's sandbox refuses root, who has to switch it off; the windows ask for theirs all the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

/** In milliseconds: the learner looks at the first page, and nothing else goes on. */
const readingTime = 500;

/** Opens the learner's session, on the lesson that a link has asked for. */
async function openSession(root: string, lesson: string | undefined): Promise<Session> {
  // In pieces: between them the page gets what it asks for.
  await import('zod');
  await turn();
  await import('./contract/bridge.ts');
  await turn();
  const { Session } = await import('./host/session/session.ts');
  await turn();
  const session = await Session.open({
    root,
    azure: { tokens: systemTokens(root), openBrowser: (url) => void shell.openExternal(url) },
    ...(process.env.GUIDEPOST_TIME_FACTOR && { timeFactor: Number(process.env.GUIDEPOST_TIME_FACTOR) }),
  });
  if (lesson !== undefined) await session.call('lesson.open', { pack: lesson });
  return session;
}

async function start(): Promise<void> {
  const root = dataRoot();
  mkdirSync(root, { recursive: true });
  const pages = path.resolve(import.meta.dirname, '../renderer');
  // The window is asked for first. The session is loaded while the page reads its document.
  let opens: NodeJS.Immediate | undefined;
  const opening = new Promise<Session>((resolve, reject) => {
    protocol.handle('app', (request) => {
      opens ??= setImmediate(() => {
        openSession(root, lessonAmong([...process.argv, ...links.splice(0)])).then(resolve, reject);
      });
      return answerAppRequest(request, pages);
    });
  });
  denyPermissions(electronSession.defaultSession);
  const window = new AppWindow(root);
  const shown = window.open();
  // While the page's process starts: the first request would wait for what Node loads with its first response.
  void new Response(null);
  const firstAnswer = handleBridge(ipcMain, opening);
  Menu.setApplicationMenu(createMenu());
  let isClosing = false;
  app.on('will-quit', (event) => {
    if (!opens) return;
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    void opening.then((session) => session.close()).finally(() => app.exit());
  });

  const session = await opening;
  window.tell(session);
  follow = async (words) => {
    const pack = lessonAmong(words);
    const isOpen = pack !== undefined && (await session.call('lesson.open', { pack })).ok;
    if (isOpen) window.reload();
    window.focus();
  };
  if (links.length > 0) void follow(links.splice(0));
  // What the first step needs is most of the program: it is loaded when the window is there to be looked at.
  await Promise.all([shown, firstAnswer]);
  await delay(readingTime);
  if (isClosing) return;
  app.setAsDefaultProtocolClient('guidepost');
  await session.warmUp().catch((error: unknown) => {
    if (!isClosing) throw error;
  });
}

/** Links that came before there was a session. */
const links: string[] = [];
let follow = (words: readonly string[]): Promise<void> => {
  links.push(...words);
  return Promise.resolve();
};

function fail(error: unknown): void {
  const { message, hint } =
    error instanceof EngineError
      ? error
      : {
          message: 'Guidepost could not start.',
          hint: error instanceof Error ? error.message : String(error),
        };
  process.stderr.write(`${message}\n${hint}\n`);
  dialog.showErrorBox(message, hint);
  app.exit(1);
}

guardPages();
app.on('window-all-closed', () => app.quit());

if (!app.requestSingleInstanceLock()) app.quit();
else {
  app.on('second-instance', (_, words) => void follow(words));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    void follow([link]);
  });
  void app.whenReady().then(start).catch(fail);
}
