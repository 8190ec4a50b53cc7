/** What stands behind an account's name and "blob." in the names of the blob service over https. */
export const storageSuffix = 'core.guidepost.localhost';

/** The names that a certificate is made for. */
export const serverNames: readonly string[] = ['localhost', `*.blob.${storageSuffix}`];

/** The name of the cloud for clients that ask for one. */
export const cloudName = 'GuidepostSandbox';

/** Whether a name is the blob service's: an account and the suffix. */
export function isBlobName(host: string): boolean {
  return host.endsWith(`.blob.${storageSuffix}`) && /^[a-z0-9]{3,24}\./.test(host);
}
