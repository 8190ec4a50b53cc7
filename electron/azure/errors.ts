import { EngineError } from '../../engine/errors.ts';

/** What Azure said with an error. */
export interface AzureFault {
  readonly status: number | undefined;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
}

/** An operation that repairs what went wrong: the page offers it beside the message. */
export interface Repair {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
}

function azureFailed(
  code: string,
  hint: string,
  { status, code: azureCode, message, requestId }: AzureFault,
  { retryable = false, repair }: { readonly retryable?: boolean; readonly repair?: Repair } = {},
): EngineError {
  return new EngineError(code, message, hint, {
    ...{ status, azureCode, requestId, retryable },
    ...(repair && { repair }),
  });
}

/** The subscription has not enough cores, or another quota is used up. */
export function quotaExceeded(fault: AzureFault): EngineError {
  return azureFailed(
    'quota-exceeded',
    'Choose a smaller size or fewer machines, delete what you do not need, or ask Azure for more quota.',
    fault,
  );
}

/** Something of this name was deleted and can still be recovered: it blocks the name. */
export function nameSoftDeleted(fault: AzureFault): EngineError {
  const [, keyVault] = /Vault name: ([\w-]+)/i.exec(fault.message) ?? [];
  return azureFailed('name-soft-deleted', 'Choose another name, or purge the deleted one.', fault, {
    ...(keyVault !== undefined && { repair: { operation: 'key-vault.purge', input: { keyVault } } }),
  });
}

/** The subscription has never used a provider: it is registered once. */
export function providerNotRegistered(fault: AzureFault): EngineError {
  const [, provider = ''] = /namespace '([\w.]+)'/.exec(fault.message) ?? [];
  return azureFailed(
    'provider-not-registered',
    'Register the provider for the subscription, and try again. It costs nothing.',
    fault,
    provider === '' ? {} : { repair: { operation: 'provider.register', input: { provider } } },
  );
}

/** The token has expired while the learner worked. */
export function tokenExpired(fault: AzureFault): EngineError {
  return azureFailed('token-expired', 'Sign in again, and repeat what you did. Nothing is lost.', fault, {
    repair: { operation: 'account.renew', input: {} },
  });
}

/** A deployment's container does not run. */
export function deploymentNotHealthy(fault: AzureFault): EngineError {
  return azureFailed(
    'deployment-not-healthy',
    'Read the log of the deployment: it says why the container ended. Mend that, and deploy again.',
    fault,
  );
}

/** Azure asks to be asked less often. */
export function throttled(fault: AzureFault): EngineError {
  return azureFailed('throttled', 'Wait a minute and try again.', fault, { retryable: true });
}

/** Azure did not answer. */
export function connectionLost(fault: AzureFault): EngineError {
  return azureFailed('connection-lost', 'Look whether you are online, and try again.', fault, {
    retryable: true,
  });
}

/** The learner is not signed in, or may not do this. */
export function accessDenied(fault: AzureFault): EngineError {
  return azureFailed(
    'access-denied',
    'Sign in again, or ask the owner of the subscription for a role.',
    fault,
  );
}

/** Something that the call needs is not there. */
export function notFound(fault: AzureFault): EngineError {
  return azureFailed('not-found', 'Look whether it was deleted, and create it again.', fault);
}

/** What is there is in the way. */
export function conflict(fault: AzureFault): EngineError {
  return azureFailed('conflict', 'Choose another name, or wait until what is going on has ended.', fault);
}

/** The sandbox does not play this call. */
export function notCovered(fault: AzureFault): EngineError {
  return azureFailed('not-covered', 'Do this step on Azure.', fault);
}

/** Azure is in trouble of its own. */
export function azureUnavailable(fault: AzureFault): EngineError {
  return azureFailed('azure-unavailable', 'Wait a minute and try again.', fault, { retryable: true });
}

/** Azure refused what was sent. */
export function azureRefused(fault: AzureFault): EngineError {
  return azureFailed('azure-refused', 'Correct what the message names, and try again.', fault);
}

/** A storage account is not in its group. */
export function accountNotFound(account: string): EngineError {
  return new EngineError(
    'not-in-workspace',
    `There is no storage account "${account}" in the resource group.`,
    'Check its name, or create it first.',
    { account },
  );
}

/** An endpoint is not in the workspace. */
export function endpointNotFound(endpoint: string): EngineError {
  return new EngineError(
    'not-in-workspace',
    `The workspace has no endpoint "${endpoint}".`,
    'Check its name, or create it first.',
    { endpoint },
  );
}

/** An endpoint did not answer. */
export function endpointNotReached(scoringUri: string, reason: string, code = ''): EngineError {
  return new EngineError(
    'endpoint-not-reached',
    `${scoringUri} did not answer: ${reason}.`,
    'Look whether you are online and the address is right, and try again.',
    { scoringUri, reason, code, retryable: true },
  );
}

/** An endpoint took longer than the learner waits. */
export function endpointTimedOut(scoringUri: string, seconds: number): EngineError {
  return new EngineError(
    'endpoint-timed-out',
    `${scoringUri} did not answer within ${seconds} s.`,
    'Try again, wait longer, or send fewer rows at once.',
    { scoringUri, seconds, retryable: true },
  );
}

/** No request goes to addresses that hand out a machine's own secrets. */
export function addressRefused(host: string): EngineError {
  return new EngineError(
    'address-refused',
    `Guidepost sends nothing to ${host}: such an address belongs to the machine's own cloud, and is no endpoint.`,
    'Enter the scoring address of an endpoint.',
    { host },
  );
}

/** An answer is too long to be shown. */
export function replyTooLong(megabytes: number): EngineError {
  return new EngineError(
    'reply-too-long',
    `The answer is longer than ${megabytes} MB.`,
    'Send fewer rows at once.',
    { megabytes },
  );
}

/** Nobody is signed in to Azure. */
export function notSignedIn(): EngineError {
  return new EngineError(
    'not-signed-in',
    'You are not signed in to Azure.',
    'Go to the first step, sign in and choose a subscription.',
  );
}

/** A directory wants to see its user again. */
export function signInAgain(tenant: string): EngineError {
  return new EngineError(
    'sign-in-again',
    `The directory ${tenant} asks you to sign in again.`,
    'Sign in to this directory, in the first step.',
    { tenant },
  );
}

/** Signing in has failed. */
export function signInFailed(reason: string): EngineError {
  return new EngineError(
    'sign-in-failed',
    `Signing in to Azure failed: ${reason.replace(/\.$/, '')}.`,
    'Look whether you are online and try again, or sign in with a code.',
    { reason, retryable: true },
  );
}

/** Azure CLI is missing, or nobody is signed in there. */
export function cliNotReady(reason: string): EngineError {
  return new EngineError(
    'cli-not-ready',
    `Azure CLI gave no token: ${reason.replace(/\.$/, '')}.`,
    'Install Azure CLI, run "az login" in a terminal, and try again.',
    { reason, retryable: true },
  );
}

/** A subscription cannot be used. */
export function noSubscription(): EngineError {
  return new EngineError(
    'no-subscription',
    'No Azure subscription is chosen.',
    'Sign in and choose a subscription, in the first step.',
  );
}

/** What goes wrong on purpose goes wrong in the sandbox alone. */
export function faultsInSandboxOnly(): EngineError {
  return new EngineError(
    'faults-in-sandbox-only',
    'Faults can be dealt to the sandbox only, and you work on Azure. Nothing was changed.',
    'Choose the sandbox as the place to work, in the first step.',
  );
}
