import { invalidContent } from '../arm-error.ts';
import type { ResourceType } from './resource-type.ts';

export const managedCluster: ResourceType = {
  provider: 'Microsoft.ContainerService',
  type: 'managedClusters',
  operations: 'ManagedClusters',
  nameRule: {
    pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][a-zA-Z0-9_-]{0,61}[a-zA-Z0-9]$/,
    sentence:
      'A cluster name has 1 to 63 letters, digits, underscores and hyphens, and begins and ends with a letter or digit.',
  },
  seconds: { create: 240, delete: 60 },
  patch: true,
  entityTag: { property: 'eTag', since: '2024-09-01' },
  complete({ properties, name, location }) {
    const { agentPoolProfiles } = properties;
    if (!Array.isArray(agentPoolProfiles) || agentPoolProfiles.length === 0) {
      throw invalidContent('Required parameter agentPoolProfiles is missing (null).');
    }
    return {
      properties: {
        kubernetesVersion: '1.27.3',
        dnsPrefix: name,
        ...properties,
        fqdn: `${name}.hcp.${location}.azmk8s.io`,
        powerState: { code: 'Running' },
      },
    };
  },
};

/** What is installed on a cluster: a resource of another provider, inside it. */
export const clusterExtension: ResourceType = {
  provider: 'Microsoft.KubernetesConfiguration',
  type: 'extensions',
  path: 'Microsoft.ContainerService/managedClusters/{cluster}/providers/Microsoft.KubernetesConfiguration/extensions/{name}',
  operations: 'Extensions',
  nameRule: {
    pattern: /^[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?$/,
    sentence: 'An extension name has 1 to 253 lower-case letters, digits and hyphens.',
  },
  location: 'none',
  seconds: { create: 45, delete: 20 },
  complete({ properties }) {
    if (typeof properties.extensionType !== 'string') {
      throw invalidContent("The required property 'extensionType' is missing.");
    }
    return { properties: { releaseTrain: 'Stable', isSystemExtension: false, ...properties } };
  },
};
