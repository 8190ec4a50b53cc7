/** A call as the blob service's own parts see it. */
export interface BlobRequest {
  getMethod(): string;
  getHeader(name: string): string | undefined;
  /** The value of a query parameter, decoded. */
  getQuery(name: string): string | undefined;
  /** http or https. */
  getProtocol(): string;
}

/** What is known about a call when it is asked who calls. */
export interface CallState {
  readonly contextId: string;
  readonly startTime: Date;
  /** Azurite's number of the operation. */
  readonly operation?: number;
  readonly context: {
    readonly account: string;
    readonly container?: string;
    readonly blob?: string;
  };
}

/** One way to prove who calls. */
export interface Authenticator {
  /** True where the caller is known; undefined where it shows nothing of this kind. Errors: why it is refused. */
  validate(request: BlobRequest, state: CallState): Promise<boolean | undefined>;
}
