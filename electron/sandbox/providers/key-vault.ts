import { ArmError } from '../arm-error.ts';
import { acceptOperation } from '../operations.ts';
import { fullName } from '../resource-routes.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import type { ResourceType } from './resource-type.ts';

export const keyVault: ResourceType = {
  provider: 'Microsoft.KeyVault',
  type: 'vaults',
  operations: 'Vaults',
  softDelete: true,
  nameRule: {
    pattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
    sentence:
      'A vault name has 3 to 24 letters, digits and hyphens, begins with a letter, ends with a letter or digit, and has no two hyphens in a row.',
  },
  // Azure answers a deletion when it is done.
  seconds: { create: 20, delete: 0 },
  patch: true,
  recovers: ({ createMode }) => createMode === 'recover',
  complete({ properties, name, existing }, { resources, subscription }) {
    const isNamed = (vault: StoredResource): boolean => vault.name.toLowerCase() === name.toLowerCase();
    const others = resources.inside(`/subscriptions/${subscription}`, 'Microsoft.KeyVault/vaults');
    if (!existing && others.some(isNamed)) throw vaultNameTaken(name);
    const { createMode, ...kept } = properties;
    if (createMode === 'recover' && !existing && kept.vaultUri === undefined) throw nothingToRecover(name);
    return {
      properties: {
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        ...kept,
        vaultUri: `https://${name.toLowerCase()}.vault.azure.net/`,
      },
    };
  },
};

/** The name is taken by a vault in whichever group. */
export function vaultNameTaken(name: string): ArmError {
  return new ArmError(
    409,
    'VaultAlreadyExists',
    `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultAlreadyExists, soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.`,
  );
}

function nothingToRecover(name: string): ArmError {
  return new ArmError(
    404,
    'DeletedVaultNotFound',
    `The vault '${name}' cannot be recovered: no deleted vault of this name is in the resource group.`,
  );
}

const deletedVaults = '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault';

/** Deleted vaults keep their names for 90 days; a purge frees them at once. */
export function deletedVaultRoutes(world: World): Route[] {
  const one = `${deletedVaults}/locations/{location}/deletedVaults/{name}`;
  return [
    {
      name: 'Vaults_ListDeleted',
      method: 'GET',
      path: `${deletedVaults}/deletedVaults`,
      handle: () => ({
        status: 200,
        body: {
          value: world.resources.deleted(fullName(keyVault)).map((vault) => showDeleted(vault, world)),
        },
      }),
    },
    {
      // There are none to delete; who lists deleted vaults asks for these, too.
      name: 'ManagedHsms_ListDeleted',
      method: 'GET',
      path: `${deletedVaults}/deletedManagedHSMs`,
      handle: () => ({ status: 200, body: { value: [] } }),
    },
    {
      name: 'Vaults_GetDeleted',
      method: 'GET',
      path: one,
      handle: ({ parameters }) => ({
        status: 200,
        body: showDeleted(requireDeleted(world, parameters), world),
      }),
    },
    {
      name: 'Vaults_PurgeDeleted',
      method: 'POST',
      path: `${one}/purge`,
      handle: ({ parameters }) => {
        const vault = requireDeleted(world, parameters);
        return acceptOperation(world, keyVault.provider, 10, [world.resources.toRemove(vault.id)]);
      },
    },
  ];
}

function requireDeleted(world: World, { name, location }: Readonly<Record<string, string>>): StoredResource {
  const vault = world.resources
    .deleted(fullName(keyVault))
    .find(
      (deleted) =>
        deleted.name.toLowerCase() === name.toLowerCase() && deleted.location === location.toLowerCase(),
    );
  if (!vault) {
    throw new ArmError(
      404,
      'DeletedVaultNotFound',
      `The specified deleted vault '${name}' does not exist in location '${location}'.`,
    );
  }
  return vault;
}

function showDeleted(vault: StoredResource, { subscription }: World): object {
  const { name, location, tags, id, goneAt } = vault;
  const day = 24 * 60 * 60 * 1000;
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`,
    name,
    type: 'Microsoft.KeyVault/deletedVaults',
    properties: {
      vaultId: id,
      location,
      tags,
      deletionDate: new Date(goneAt ?? 0).toISOString(),
      scheduledPurgeDate: new Date((goneAt ?? 0) + 90 * day).toISOString(),
    },
  };
}
