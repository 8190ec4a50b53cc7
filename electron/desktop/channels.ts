/** The channels between a page and the host. */
export const channels = {
  call: 'guidepost:call',
  file: 'guidepost:file',
  event: 'guidepost:event',
} as const;
