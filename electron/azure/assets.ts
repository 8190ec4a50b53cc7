import { list } from './call.ts';

/** An asset with versions: a data asset, a component, an environment, a model. */
export interface AssetName {
  readonly name: string;
  readonly latestVersion: string;
}

/** What a list of such assets holds. */
export async function listAssetNames(
  pages: AsyncIterable<{
    readonly name?: string;
    readonly properties: { readonly latestVersion?: string };
  }>,
): Promise<AssetName[]> {
  return (await list(pages)).map(({ name = '', properties }) => ({
    name,
    latestVersion: properties.latestVersion ?? '',
  }));
}
