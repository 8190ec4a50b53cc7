export async function makeInstallers(_: unknown): Promise<void> {}
