/** What an error says of one of its reasons. */
export interface ErrorDetail {
  readonly code: string;
  readonly target?: string;
  readonly message: string;
}

/** An error as Azure Resource Manager answers it: `{"error": {"code", "message"}}` with a status. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: readonly ErrorDetail[];

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Record<string, string> = {},
    details: readonly ErrorDetail[] = [],
  ) {
    super(message);
    this.name = 'ArmError';
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.details = details;
  }

  /** The reply's body. */
  toBody(): object {
    const { code, message, details } = this;
    return { error: { code, message, ...(details.length > 0 && { details }) } };
  }
}

export function resourceGroupNotFound(name: string): ArmError {
  return new ArmError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

export function resourceNotFound(type: string, name: string, group: string): ArmError {
  return new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${group}' was not found.`,
  );
}

/** A resource, group or subscription at which something is asked for. */
export function scopeNotFound(id: string): ArmError {
  return new ArmError(404, 'ResourceNotFound', `The resource '${id}' was not found.`);
}

/** What the caller knew of a resource holds no more. */
export function preconditionFailed(): ArmError {
  return new ArmError(
    412,
    'PreconditionFailed',
    'The condition specified using HTTP conditional header(s) is not met.',
  );
}

export function subscriptionNotFound(id: string): ArmError {
  return new ArmError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
}

export function missingApiVersion(): ArmError {
  return new ArmError(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

export function invalidResourceName(kind: string, name: string, rule: string): ArmError {
  return new ArmError(400, 'InvalidResourceName', `${kind} name '${name}' is not valid. ${rule}`);
}

export function locationRequired(type: string): ArmError {
  return new ArmError(
    400,
    'LocationRequired',
    `The location property is required for a resource of type '${type}'.`,
  );
}

export function locationNotAvailable(location: string, known: readonly string[]): ArmError {
  return new ArmError(
    400,
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available. List of available regions: '${known.join(',')}'.`,
  );
}

export function locationConflict(name: string, existing: string, asked: string): ArmError {
  return new ArmError(
    409,
    'InvalidResourceLocation',
    `The resource '${name}' already exists in location '${existing}'. A resource with the same name cannot be created in location '${asked}'. Please select a new resource name.`,
  );
}

export function resourceGroupBeingDeleted(name: string): ArmError {
  return new ArmError(
    409,
    'ResourceGroupBeingDeleted',
    `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
  );
}

export function invalidNamespace(namespace: string): ArmError {
  return new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
}

/** A call that Azure knows and the sandbox does not play; `covered` is what it plays of the same provider. */
export function notCovered(what: string, provider: string, covered: readonly string[]): ArmError {
  const present =
    covered.length > 0
      ? `It covers, of ${provider}: ${covered.join(', ')}.`
      : `It covers nothing of ${provider}.`;
  return new ArmError(501, 'SandboxNotCovered', `The Guidepost sandbox does not cover ${what}. ${present}`);
}

/** A path that is none of Azure Resource Manager's. */
export function noSuchPath(path: string): ArmError {
  return new ArmError(404, 'NotFound', `There is nothing at '${path.slice(0, 300)}'.`);
}

export function methodNotAllowed(method: string, allowed: readonly string[]): ArmError {
  return new ArmError(405, 'MethodNotAllowed', `The HTTP method '${method}' is not supported here.`, {
    allow: allowed.join(', '),
  });
}

export function invalidContent(message: string): ArmError {
  return new ArmError(400, 'InvalidRequestContent', message);
}

export function parentNotFound(type: string, parent: string, action: 'write' | 'read' = 'write'): ArmError {
  return new ArmError(
    404,
    'ParentResourceNotFound',
    `Failed to perform '${action}' on resource(s) of type '${type}', because the parent resource '${parent}' could not be found.`,
  );
}

export function resourceBeingDeleted(id: string): ArmError {
  return new ArmError(
    409,
    'Conflict',
    `The resource '${id}' is being deleted. Wait until it is gone, then try again.`,
  );
}

/** The name is held by something that was deleted and can still be recovered. */
export function softDeleted(type: string, id: string): ArmError {
  const name = id.slice(id.lastIndexOf('/') + 1);
  if (type === 'Microsoft.KeyVault/vaults') {
    return new ArmError(
      409,
      'ConflictError',
      `A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete. Vault name: ${name}.`,
    );
  }
  return new ArmError(
    409,
    'Conflict',
    `Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete (Workspace name: ${name}.)`,
  );
}

/** Two calls have changed one resource at once; the later one is refused. */
export function changedMeanwhile(id: string): ArmError {
  return new ArmError(409, 'Conflict', `The resource '${id}' was changed by another request. Please retry.`);
}

export function invalidJson(reason: string): ArmError {
  return new ArmError(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: ${reason}`,
  );
}

export function bodyTooLarge(megabytes: number): ArmError {
  return new ArmError(413, 'RequestEntityTooLarge', `The request is larger than ${megabytes} MB.`);
}

/** The caller has used up its requests of a kind, such as read. */
export function tooManyRequests(kind: string, subscription: string, seconds: number): ArmError {
  return new ArmError(
    429,
    'SubscriptionRequestsThrottled',
    `Number of '${kind}' requests for subscription '${subscription}' actor 'learner@example.com' exceeded. Please try again after '${seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
    { 'retry-after': String(seconds) },
  );
}

export function notSignedIn(): ArmError {
  return new ArmError(
    401,
    'AuthenticationFailed',
    "Authentication failed. The 'Authorization' header is missing.",
    {
      'www-authenticate': 'Bearer',
    },
  );
}

/** A web page, or a name that is not the loopback's, may not drive the sandbox. */
export function foreignCaller(header: string, value: string): ArmError {
  return new ArmError(
    403,
    'SandboxForeignCaller',
    `The sandbox refuses requests with the ${header} '${value}'.`,
  );
}
