interface WorkerPolicy {
  createScriptURL(url: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: WorkerPolicy): WorkerPolicy;
}

let policy: WorkerPolicy | undefined;

/** The policy that lets built files of the app, and nothing else, become workers. */
function workerPolicy(): WorkerPolicy {
  const rules: WorkerPolicy = {
    createScriptURL(url) {
      const { protocol, host, pathname } = new URL(url, location.href);
      // An origin of app:// is opaque: its parts are compared.
      const isOwn = protocol === location.protocol && host === location.host;
      if (!isOwn || !/^\/assets\/[\w.-]+\.js$/.test(pathname)) {
        throw new TypeError(`${url} is no worker of Guidepost's.`);
      }
      return url;
    },
  };
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy('guidepost-worker', rules) ?? rules;
}

/** Starts a worker of the app; `url` comes from an import that ends with `?worker&url`. */
export function createWorker(url: string): Worker {
  policy ??= workerPolicy();
  return new Worker(policy.createScriptURL(url), { type: 'module' });
}
