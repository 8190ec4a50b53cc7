// Azurite and the express that it brings ship without types; azurite.ts and request-chain.ts say what is used.
declare module 'azurite/dist/src/*.js' {
  const exports: { readonly default: unknown };
  export default exports;
}

declare module 'azurite/dist/src/blob/authentication/OperationBlobSASPermission.js' {
  interface Needed {
    validatePermissions(permissions: string): boolean;
  }
  export const OPERATION_BLOB_SAS_BLOB_PERMISSIONS: Map<number, Needed>;
  export const OPERATION_BLOB_SAS_CONTAINER_PERMISSIONS: Map<number, Needed>;
}

declare module 'azurite/dist/src/blob/handlers/BlobBatchHandler.js' {
  export const BlobBatchHandler: new (...parts: readonly unknown[]) => unknown;
}

declare module 'express' {
  import type { RequestListener } from 'node:http';

  type Application = RequestListener & {
    disable(setting: string): Application;
    use(middleware: unknown): Application;
  };
  export default function express(): Application;
}
