import type { RequestListener } from 'node:http';

/** An account as Azurite's authentication asks for it. */
export interface AzuriteAccount {
  readonly name: string;
  readonly key1: Buffer;
  readonly key2: Buffer;
  /** What its user delegation keys are made from. */
  readonly delegationSecret: string;
  /** Whether its keys, and what is signed with them, are taken. */
  readonly allowsKeys: boolean;
  /** Whether its containers may be public. */
  readonly allowsPublicAccess: boolean;
}

/** Where Azurite looks accounts up, at every request. */
export interface AzuriteAccounts {
  getAccount(name: string): AzuriteAccount | undefined;
}

/** A list of documents in one of Azurite's indexes. */
export interface IndexCollection {
  readonly data: readonly IndexDocument[];
  findAndRemove(query: Readonly<Record<string, unknown>>): void;
}

/** A document of an index: of a container, a blob, a block or an extent. */
export interface IndexDocument {
  readonly accountName?: string;
  readonly id?: string;
  readonly persistency?: { readonly id: string } | null;
  readonly committedBlocksInOrder?: readonly { readonly persistency: { readonly id: string } }[];
  readonly pageRangesInOrder?: readonly { readonly persistency: { readonly id: string } }[];
}

/** One of Azurite's two indexes (LokiJS): kept in memory, written to its file as a whole. */
export interface Index {
  readonly filename: string;
  autosave: boolean;
  autosaveDisable(): void;
  autosaveDirty(): boolean;
  autosaveClearFlags(): void;
  getCollection(name: string): IndexCollection;
  serialize(): string;
}

/** A container as Azurite keeps it. */
export interface ContainerDocument {
  readonly accountName: string;
  readonly name: string;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly properties: {
    readonly etag: string;
    /** A text when it has been read from the file. */
    readonly lastModified: Date | string;
    readonly leaseStatus?: string;
    readonly leaseState?: string;
    readonly leaseDuration?: string;
    readonly publicAccess?: 'container' | 'blob' | undefined;
    readonly hasImmutabilityPolicy: boolean;
    readonly hasLegalHold: boolean;
  };
}

/** What Azurite wants to know about a call. */
export interface CallContext {
  readonly contextId: string;
  readonly startTime: Date;
}

/** Azurite's index of containers, blobs and blocks. */
export interface BlobMetadata {
  readonly db: Index;
  init(): Promise<void>;
  close(): Promise<void>;
  createContainer(context: CallContext, container: ContainerDocument): Promise<ContainerDocument>;
  getContainerProperties(
    context: CallContext,
    account: string,
    container: string,
  ): Promise<Omit<ContainerDocument, 'accountName'>>;
  listContainers(
    context: CallContext,
    account: string,
    prefix?: string,
    most?: number,
    marker?: string,
  ): Promise<[ContainerDocument[], string | undefined]>;
  deleteContainer(context: CallContext, account: string, container: string): Promise<void>;
  setContainerMetadata(
    context: CallContext,
    account: string,
    container: string,
    lastModified: Date,
    etag: string,
    metadata: Readonly<Record<string, string>>,
  ): Promise<void>;
  setContainerACL(
    context: CallContext,
    account: string,
    container: string,
    acl: {
      readonly lastModified: Date;
      readonly etag: string;
      readonly publicAccess: 'container' | 'blob' | undefined;
      readonly containerAcl: unknown;
    },
  ): Promise<void>;
  getContainerACL(
    context: CallContext,
    account: string,
    container: string,
  ): Promise<{ containerAcl?: readonly AccessPolicy[] }>;
  /** What a blob is; undefined where there is none. */
  getBlobType(
    account: string,
    container: string,
    blob: string,
  ): Promise<{ readonly blobType: string; readonly isCommitted?: boolean } | undefined>;
}

/** A stored access policy of a container. */
export interface AccessPolicy {
  readonly id: string;
  readonly accessPolicy: {
    readonly start?: string;
    readonly expiry?: string;
    readonly permission?: string;
  };
}

/** Azurite's index of the files that hold the bytes. */
export interface ExtentMetadata {
  readonly db: Index;
  init(): Promise<void>;
  close(): Promise<void>;
}

/** Azurite's files that hold the bytes. */
export interface ExtentStore {
  readonly activeWriteExtents: readonly { fd?: number }[];
  init(): Promise<void>;
  close(): Promise<void>;
}

/** The parts of Azurite's blob server. */
export interface Azurite {
  readonly metadata: BlobMetadata;
  readonly extentMetadata: ExtentMetadata;
  readonly extents: ExtentStore;
  readonly answer: RequestListener;
}
