import type { MenuItemConstructorOptions } from 'electron';

/** What the menu says, in the languages of the app. */
export const menuTexts = {
  en: {
    file: 'File',
    close: 'Close Window',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    delete: 'Delete',
    selectAll: 'Select All',
    view: 'View',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    togglefullscreen: 'Toggle Full Screen',
    window: 'Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
  },
  zh: {
    file: '文件',
    close: '关闭窗口',
    quit: '退出',
    edit: '编辑',
    undo: '撤消',
    redo: '恢复',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    delete: '删除',
    selectAll: '全选',
    view: '视图',
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    togglefullscreen: '切换全屏',
    window: '窗口',
    minimize: '最小化',
    zoom: '缩放',
  },
} as const;

type Word = keyof typeof menuTexts.en;
type Entry = Exclude<Word, 'file' | 'edit' | 'view' | 'window'> | '-';

/** The menu of the desktop app in the language of a locale such as zh-CN: what every program has, and no more. */
export function menuTemplate(locale: string, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const texts: Readonly<Record<Word, string>> = menuTexts[locale.startsWith('zh') ? 'zh' : 'en'];
  const isMac = platform === 'darwin';
  const menu = (title: Word, ...entries: readonly Entry[]): MenuItemConstructorOptions => ({
    label: texts[title],
    submenu: entries.map((role) => (role === '-' ? { type: 'separator' } : { role, label: texts[role] })),
  });
  return [
    // On a Mac the first menu stands under the name of the app.
    menu('file', ...(isMac ? (['close', '-', 'quit'] as const) : (['quit'] as const))),
    menu('edit', 'undo', 'redo', '-', 'cut', 'copy', 'paste', 'delete', '-', 'selectAll'),
    menu('view', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'),
    menu('window', 'minimize', ...(isMac ? (['zoom'] as const) : (['close'] as const))),
  ];
}
