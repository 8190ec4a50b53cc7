import process from 'node:process';
import { app, Menu } from 'electron';
import { menuTemplate } from './menu-texts.ts';

/** The menu of the desktop app, in the system's language. */
export function createMenu(): Menu {
  return Menu.buildFromTemplate(menuTemplate(app.getLocale(), process.platform));
}
