// Azurite and the express that it brings ship without types; azurite.ts and request-chain.ts say what is used.
declare module 'azurite/dist/src/*.js' {
  const exports: { readonly default: unknown };
  export default exports;
}

declare module 'express' {
  import type { RequestListener } from 'node:http';

  type Application = RequestListener & {
    disable(setting: string): Application;
    use(middleware: unknown): Application;
  };
  export default function express(): Application;
}
