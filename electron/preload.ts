// The bridge between the page and the host: three functions, and nothing of Electron itself.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from './contract/bridge.ts';
import type { SessionEvent } from './contract/session.ts';
import { channels } from './desktop/channels.ts';

// Events that came before anybody listened are kept: the page asks for those after a number.
const events: SessionEvent[] = [];
const listeners = new Set<(event: SessionEvent) => void>();
ipcRenderer.on(channels.event, (_, event: SessionEvent) => {
  events.push(event);
  if (events.length > 1000) events.shift();
  for (const listener of listeners) listener(event);
});

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  subscribe(after, listener) {
    for (const event of events) if (event.sequence > after) listener(event);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  addFile: (file) => ipcRenderer.invoke(channels.file, webUtils.getPathForFile(file)),
};

contextBridge.exposeInMainWorld('guidepost', bridge);
