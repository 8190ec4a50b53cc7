// The desktop host: one window on the learner's session.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app, dialog, ipcMain, Menu, protocol, session as electronSession, shell } from 'electron';
import { EngineError } from '../engine/errors.ts';
import { answerAppRequest } from './desktop/app-protocol.ts';
import { handleBridge } from './desktop/bridge-handlers.ts';
import { lessonOfLink, mayOpen } from './desktop/links.ts';
import { createMenu } from './desktop/menu.ts';
import { systemTokens } from './desktop/system-tokens.ts';
import { AppWindow } from './desktop/window.ts';
import { dataRoot } from './host/root.ts';
import { Session } from './host/session/session.ts';

// Chromium's sandbox refuses root, who has to switch it off; the windows ask for theirs all the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

async function start(): Promise<void> {
  const root = dataRoot();
  mkdirSync(root, { recursive: true });
  const session = await Session.open({
    root,
    azure: { tokens: systemTokens(root), openBrowser: (url) => void shell.openExternal(url) },
    ...(process.env.GUIDEPOST_TIME_FACTOR && { timeFactor: Number(process.env.GUIDEPOST_TIME_FACTOR) }),
  });
  const pages = path.resolve(import.meta.dirname, '../renderer');
  protocol.handle('app', (request) => answerAppRequest(request, pages));
  const permissions = electronSession.defaultSession;
  permissions.setPermissionRequestHandler((_, permission, callback) =>
    callback(permission === 'clipboard-sanitized-write'),
  );
  permissions.setPermissionCheckHandler((_, permission) => permission === 'clipboard-sanitized-write');
  handleBridge(ipcMain, session);
  Menu.setApplicationMenu(createMenu());
  const window = new AppWindow(session, root);
  window.open();

  const follow = (words: readonly string[]): void => {
    const pack = words.map(lessonOfLink).find((found) => found !== undefined);
    if (pack !== undefined) void session.call('lesson.open', { pack }).then(() => window.reload());
    window.focus();
  };
  follow(process.argv);
  app.on('second-instance', (_, words) => follow(words));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    follow([link]);
  });
  let isClosing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    void session.close().finally(() => app.exit());
  });
}

app.on('web-contents-created', (_, contents) => {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpen(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
});
app.on('window-all-closed', () => app.quit());

if (!app.requestSingleInstanceLock()) app.quit();
else {
  app.setAsDefaultProtocolClient('guidepost');
  void app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
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
    });
}
