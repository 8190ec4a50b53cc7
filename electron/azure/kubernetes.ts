import type { CallOptions, Connection } from './connection.ts';
import {
  createResource,
  getResource,
  putResource,
  type GenericResource,
  type ResourceKind,
} from './resources.ts';

const managedCluster: ResourceKind = {
  type: 'Microsoft.ContainerService/managedClusters',
  apiVersion: '2023-04-01',
};

interface Place {
  readonly resourceGroup: string;
  readonly name: string;
}

/** Creates an AKS cluster. */
export function createKubernetesCluster(
  connection: Connection,
  settings: Place & { readonly location: string; readonly size: string; readonly nodes: number },
  options: CallOptions = {},
): Promise<GenericResource> {
  const { name, location, size, nodes } = settings;
  const body = {
    location,
    identity: { type: 'SystemAssigned' },
    properties: {
      dnsPrefix: name,
      agentPoolProfiles: [{ name: 'agentpool', count: nodes, vmSize: size, mode: 'System', osType: 'Linux' }],
    },
  };
  return createResource(connection, managedCluster, settings, body, options);
}

/** An AKS cluster, or `undefined`. */
export function getKubernetesCluster(
  connection: Connection,
  place: Place,
): Promise<GenericResource | undefined> {
  return getResource(connection, managedCluster, place);
}

/**
 * Installs the Azure ML extension for inference on an AKS cluster.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-deploy-kubernetes-extension
 */
export function installMachineLearningExtension(
  connection: Connection,
  { clusterId }: { readonly clusterId: string },
  options: CallOptions = {},
): Promise<GenericResource> {
  const id = `${clusterId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
  const body = {
    properties: {
      extensionType: 'microsoft.azureml.kubernetes',
      autoUpgradeMinorVersion: true,
      releaseTrain: 'stable',
      scope: { cluster: { releaseNamespace: 'azureml' } },
      configurationSettings: {
        enableTraining: 'True',
        enableInference: 'True',
        inferenceRouterServiceType: 'LoadBalancer',
        allowInsecureConnections: 'True',
      },
    },
  };
  return putResource(connection, id, '2023-05-01', body, options);
}
