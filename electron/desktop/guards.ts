import { app, shell, type Session, type WebContents } from 'electron';
import { mayOpen } from './links.ts';

/** Keeps every page where it is: it goes nowhere, opens nothing, and holds no other page. */
export function guardPages(): void {
  app.on('web-contents-created', (_, contents) => guardPage(contents));
}

function guardPage(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpen(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Denies a page all that it would have to ask for: camera, place, notifications, devices and the rest. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, __, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
