import type { HostScope } from '../host-state.ts';

/** The same as an operation, for other tools. */
export interface Snippets {
  readonly az: string;
  readonly python: string;
  readonly javascript: string;
  readonly documentation: string | null;
}

type Input = Readonly<Record<string, unknown>>;
type Template = (value: (name: string) => string, input: Input) => Omit<Snippets, 'documentation'>;

const client = `from azure.ai.ml import MLClient
from azure.identity import DefaultAzureCredential
ml_client = MLClient(DefaultAzureCredential(), subscription_id, resource_group, workspace)
`;
const manage = `import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { DefaultAzureCredential } from '@azure/identity';
const client = new AzureMachineLearningWorkspaces(new DefaultAzureCredential(), subscriptionId);
`;

const templates: Readonly<Record<string, Template>> = {
  'workspace.create': (value) => ({
    az: `az group create --name ${value('resourceGroup')} --location ${value('region')}
az ml workspace create --name ${value('workspace')} --resource-group ${value('resourceGroup')}`,
    python: `${client}from azure.ai.ml.entities import Workspace
ml_client.workspaces.begin_create(
    Workspace(name="${value('workspace')}", location="${value('region')}")
).result()`,
    javascript: `${manage}await client.workspaces.beginCreateOrUpdateAndWait('${value('resourceGroup')}', '${value('workspace')}', {
  location: '${value('region')}',
  identity: { type: 'SystemAssigned' },
  keyVault, storageAccount, applicationInsights,
});`,
  }),
  'access.assign': (value) => ({
    az: `az role assignment create --role "${value('role')}" --assignee ${value('principalId')} --scope $WORKSPACE_ID`,
    python: `from azure.mgmt.authorization import AuthorizationManagementClient
AuthorizationManagementClient(credential, subscription_id).role_assignments.create(
    workspace_id, str(uuid4()), {"role_definition_id": role_id, "principal_id": "${value('principalId')}"})`,
    javascript: `await authorization.roleAssignments.create(workspaceId, randomUUID(), {
  roleDefinitionId, principalId: '${value('principalId')}',
});`,
  }),
  'storage.create-account': (value) => ({
    az: `az storage account create --name ${value('account')} --resource-group $GROUP --sku Standard_LRS`,
    python: `from azure.mgmt.storage import StorageManagementClient
StorageManagementClient(credential, subscription_id).storage_accounts.begin_create(
    resource_group, "${value('account')}", {"location": location, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
).result()`,
    javascript: `await storage.storageAccounts.create(resourceGroup, '${value('account')}', {
  location, kind: 'StorageV2', sku: { name: 'Standard_LRS' },
});`,
  }),
  'storage.create-container': (value) => ({
    az: `az storage container create --name ${value('container')} --account-name ${value('account')}`,
    python: `BlobServiceClient(url, credential).create_container("${value('container')}")`,
    javascript: `await new BlobServiceClient(url, credential).createContainer('${value('container')}');`,
  }),
  'datastore.create': (value) => ({
    az: `az ml datastore create --file datastore.yml
# datastore.yml
# type: azure_blob
# name: ${value('datastore')}
# account_name: ${value('account')}
# container_name: ${value('container')}
# credentials: { account_key: ... }`,
    python: `${client}from azure.ai.ml.entities import AzureBlobDatastore, AccountKeyConfiguration
ml_client.create_or_update(AzureBlobDatastore(
    name="${value('datastore')}", account_name="${value('account')}", container_name="${value('container')}",
    credentials=AccountKeyConfiguration(account_key=key)))`,
    javascript: `${manage}await client.datastores.createOrUpdate(resourceGroup, workspace, '${value('datastore')}', {
  properties: {
    datastoreType: 'AzureBlob', accountName: '${value('account')}', containerName: '${value('container')}',
    credentials: { credentialsType: 'AccountKey', secrets: { secretsType: 'AccountKey', key } },
  },
});`,
  }),
  'blob.upload': (value) => ({
    az: `az storage blob upload --account-name ${value('account')} --container-name ${value('container')} --name ${value('blob')} --file loans.csv`,
    python: `container.upload_blob("${value('blob')}", open("loans.csv", "rb"), overwrite=True)`,
    javascript: `await container.getBlockBlobClient('${value('blob')}').uploadFile('loans.csv');`,
  }),
  'data.create': (value) => ({
    az: `az ml data create --name ${value('name')} --version 1 --type mltable --path azureml://datastores/${value('datastore')}/paths/mltable/${value('name')}/1`,
    python: `${client}from azure.ai.ml.entities import Data
ml_client.data.create_or_update(Data(
    name="${value('name')}", type="mltable",
    path="azureml://datastores/${value('datastore')}/paths/mltable/${value('name')}/1"))`,
    javascript: `${manage}await client.dataVersions.createOrUpdate(resourceGroup, workspace, '${value('name')}', '1', {
  properties: { dataType: 'mltable', dataUri: 'azureml://datastores/${value('datastore')}/paths/mltable/${value('name')}/1' },
});`,
  }),
  'compute.create-cluster': (value) => ({
    az: `az ml compute create --name ${value('name')} --type AmlCompute --size ${value('size')} --min-instances ${value('minimumNodes')} --max-instances ${value('maximumNodes')} --idle-time-before-scale-down ${value('idleSeconds')}`,
    python: `${client}from azure.ai.ml.entities import AmlCompute
ml_client.compute.begin_create_or_update(AmlCompute(
    name="${value('name')}", size="${value('size')}", min_instances=${value('minimumNodes')}, max_instances=${value('maximumNodes')},
    idle_time_before_scale_down=${value('idleSeconds')})).result()`,
    javascript: `${manage}await client.computeOperations.beginCreateOrUpdateAndWait(resourceGroup, workspace, '${value('name')}', {
  location,
  properties: { computeType: 'AmlCompute', properties: {
    vmSize: '${value('size')}',
    scaleSettings: { minNodeCount: ${value('minimumNodes')}, maxNodeCount: ${value('maximumNodes')}, nodeIdleTimeBeforeScaleDown: 'PT${value('idleSeconds')}S' },
  } },
});`,
  }),
  'compute.create-instance': (value) => ({
    az: `az ml compute create --name ${value('name')} --type ComputeInstance --size ${value('size')}`,
    python: `${client}from azure.ai.ml.entities import ComputeInstance
ml_client.compute.begin_create_or_update(ComputeInstance(name="${value('name')}", size="${value('size')}")).result()`,
    javascript: `${manage}await client.computeOperations.beginCreateOrUpdateAndWait(resourceGroup, workspace, '${value('name')}', {
  location, properties: { computeType: 'ComputeInstance', properties: { vmSize: '${value('size')}' } },
});`,
  }),
  'compute.stop-instance': (value) => ({
    az: `az ml compute stop --name ${value('name')}`,
    python: `${client}ml_client.compute.begin_stop("${value('name')}").result()`,
    javascript: `${manage}await client.computeOperations.beginStopAndWait(resourceGroup, workspace, '${value('name')}');`,
  }),
  'job.submit': () => ({
    az: `az ml job create --file pipeline.yml --stream`,
    python: `${client}from azure.ai.ml import load_job
job = ml_client.jobs.create_or_update(load_job("pipeline.yml"))
ml_client.jobs.stream(job.name)`,
    javascript: `${manage}await client.jobs.createOrUpdate(resourceGroup, workspace, name, {
  properties: { jobType: 'Pipeline', experimentName, computeId, jobs, inputs },
});`,
  }),
  'kubernetes.create': (value) => ({
    az: `az aks create --name ${value('cluster')} --resource-group $GROUP --node-count ${value('nodes')} --node-vm-size ${value('size')}
az k8s-extension create --name azureml --extension-type Microsoft.AzureML.Kubernetes --cluster-type managedClusters --cluster-name ${value('cluster')} --resource-group $GROUP
az ml compute attach --name ${value('compute')} --type Kubernetes --resource-id $AKS_ID`,
    python: `${client}from azure.ai.ml.entities import KubernetesCompute
ml_client.compute.begin_create_or_update(KubernetesCompute(name="${value('compute')}", resource_id=aks_id)).result()`,
    javascript: `${manage}await client.computeOperations.beginCreateOrUpdateAndWait(resourceGroup, workspace, '${value('compute')}', {
  location, properties: { computeType: 'Kubernetes', resourceId: aksId },
});`,
  }),
  'model.register': (value) => ({
    az: `az ml model create --name ${value('model')} --type custom_model --path azureml://datastores/workspaceblobstore/paths/models/${value('model')}`,
    python: `${client}from azure.ai.ml.entities import Model
ml_client.models.create_or_update(Model(name="${value('model')}", path=path, type="custom_model"))`,
    javascript: `${manage}await client.modelVersions.createOrUpdate(resourceGroup, workspace, '${value('model')}', '1', {
  properties: { modelUri, modelType: 'custom_model' },
});`,
  }),
  'endpoint.create': (value) => ({
    az: `az ml online-endpoint create --name ${value('endpoint')} --auth-mode key`,
    python: `${client}from azure.ai.ml.entities import KubernetesOnlineEndpoint
ml_client.online_endpoints.begin_create_or_update(
    KubernetesOnlineEndpoint(name="${value('endpoint')}", compute="${value('compute')}", auth_mode="key")).result()`,
    javascript: `${manage}await client.onlineEndpoints.beginCreateOrUpdateAndWait(resourceGroup, workspace, '${value('endpoint')}', {
  location, identity: { type: 'SystemAssigned' }, properties: { authMode: 'Key', compute: computeId },
});`,
  }),
  'deployment.create': (value) => ({
    az: `az ml online-deployment create --endpoint-name ${value('endpoint')} --name ${value('deployment')} --file deployment.yml`,
    python: `${client}from azure.ai.ml.entities import KubernetesOnlineDeployment
ml_client.online_deployments.begin_create_or_update(KubernetesOnlineDeployment(
    name="${value('deployment')}", endpoint_name="${value('endpoint')}", model="azureml:${value('model')}:1",
    instance_count=${value('instances')})).result()`,
    javascript: `${manage}await client.onlineDeployments.beginCreateOrUpdateAndWait(resourceGroup, workspace, '${value('endpoint')}', '${value('deployment')}', {
  location, sku: { name: 'Default', capacity: ${value('instances')} },
  properties: { endpointComputeType: 'Kubernetes', model: modelId },
});`,
  }),
  'endpoint.set-traffic': (value, { traffic }) => ({
    az: `az ml online-endpoint update --name ${value('endpoint')} --traffic "${Object.entries(traffic ?? {})
      .map(([name, share]) => `${name}=${String(share)}`)
      .join(' ')}"`,
    python: `${client}endpoint = ml_client.online_endpoints.get("${value('endpoint')}")
endpoint.traffic = ${JSON.stringify(traffic ?? {})}
ml_client.online_endpoints.begin_create_or_update(endpoint).result()`,
    javascript: `${manage}const endpoint = await client.onlineEndpoints.get(resourceGroup, workspace, '${value('endpoint')}');
endpoint.properties.traffic = ${JSON.stringify(traffic ?? {})};
await client.onlineEndpoints.beginCreateOrUpdateAndWait(resourceGroup, workspace, '${value('endpoint')}', endpoint);`,
  }),
  'endpoint.invoke': (value) => ({
    az: `az ml online-endpoint invoke --name ${value('endpoint')} --deployment-name ${value('deployment')} --request-file request.json`,
    python: `${client}ml_client.online_endpoints.invoke("${value('endpoint')}", request_file="request.json", deployment_name="${value('deployment')}")`,
    javascript: `await fetch(scoringUri, {
  method: 'POST',
  headers: { Authorization: \`Bearer \${key}\`, 'Content-Type': 'application/json', 'azureml-model-deployment': '${value('deployment')}' },
  body: JSON.stringify(request),
});`,
  }),
  'cleanup.run': () => ({
    az: `az group delete --name $GROUP --yes
az keyvault purge --name $VAULT`,
    python: `ResourceManagementClient(credential, subscription_id).resource_groups.begin_delete(resource_group).result()`,
    javascript: `await resources.resourceGroups.beginDeleteAndWait(resourceGroup);`,
  }),
};

const learn = 'https://learn.microsoft.com/azure/';
const documentation: Readonly<Record<string, string>> = {
  'workspace.create': 'machine-learning/concept-workspace',
  'access.assign': 'machine-learning/how-to-assign-roles',
  'storage.create-account': 'storage/common/storage-account-overview',
  'storage.create-container': 'storage/blobs/storage-blobs-introduction',
  'datastore.create': 'machine-learning/how-to-datastore',
  'blob.upload': 'storage/blobs/storage-blobs-introduction',
  'data.create': 'machine-learning/how-to-create-data-assets',
  'compute.create-cluster': 'machine-learning/how-to-create-attach-compute-cluster',
  'compute.create-instance': 'machine-learning/how-to-create-compute-instance',
  'job.submit': 'machine-learning/concept-ml-pipelines',
  'kubernetes.create': 'machine-learning/how-to-attach-kubernetes-anywhere',
  'model.register': 'machine-learning/how-to-manage-models',
  'endpoint.create': 'machine-learning/concept-endpoints-online',
  'deployment.create': 'machine-learning/how-to-deploy-online-endpoints',
  'endpoint.set-traffic': 'machine-learning/how-to-safely-rollout-online-endpoints',
  'cleanup.run': 'azure-resource-manager/management/delete-resource-group',
};

/** The same as an operation with its input: as an `az` command, in Python and in JavaScript. */
export function snippetsFor(operation: string, input: Input, scope: HostScope | undefined): Snippets {
  const template = Object.hasOwn(templates, operation) ? templates[operation] : undefined;
  const page = Object.hasOwn(documentation, operation) ? learn + documentation[operation] : null;
  if (!template) return { az: '', python: '', javascript: '', documentation: page };
  const value = (name: string): string => {
    const found = input[name];
    return typeof found === 'string' || typeof found === 'number' ? String(found) : `<${name}>`;
  };
  const defaults = scope
    ? `az configure --defaults group=${scope.resourceGroup} workspace=${scope.workspace}\n`
    : '';
  const made = template(value, input);
  return { ...made, az: made.az.startsWith('az ml') ? defaults + made.az : made.az, documentation: page };
}
