/** Hosts that a link of the app may open in the system's browser. */
const allowed = [
  'learn.microsoft.com',
  'portal.azure.com',
  'ml.azure.com',
  'scikit-learn.org',
  // Where a code is entered to sign in.
  'microsoft.com',
  'www.microsoft.com',
  'login.microsoft.com',
  'login.microsoftonline.com',
];

/** Whether the system's browser may be sent to an address. */
export function mayOpen(address: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(address);
    return protocol === 'https:' && allowed.includes(host) && username === '' && password === '';
  } catch {
    return false;
  }
}

/** The lesson that a link of the form guidepost://lesson/NAME leads to; `undefined` for any other. */
export function lessonOfLink(link: string): string | undefined {
  return /^guidepost:\/\/lesson\/([a-z0-9][a-z0-9-]{0,60})\/?$/.exec(link)?.[1];
}

/** The lesson that the first link among the words of a command line leads to. */
export function lessonAmong(words: readonly string[]): string | undefined {
  return words.map(lessonOfLink).find((found) => found !== undefined);
}
