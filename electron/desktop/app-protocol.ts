import { securityHeaders } from '../web/security-headers.ts';
import { findStaticFile } from '../web/static-files.ts';

/** Where the pages of the desktop app are. */
export const appOrigin = 'app://guidepost';

/** Answers a request for a page of the app: reading alone, from one folder, to one host. */
export function answerAppRequest(
  request: { readonly url: string; readonly method: string },
  folder: string,
): Response {
  const refuse = (status: number): Response => new Response(null, { status, headers: securityHeaders });
  let url: URL;
  try {
    url = new URL(request.url);
  } catch {
    return refuse(400);
  }
  if (url.host !== 'guidepost') return refuse(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const found = findStaticFile(folder, url.pathname);
  if (!found) return refuse(404);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(found.bytes), {
    headers: { ...securityHeaders, 'content-type': found.type },
  });
}
