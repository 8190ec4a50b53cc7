type Factory = (...words: never[]) => { readonly message: string };

/** Lists of arguments for every factory that some modules export. */
export type SamplesOf<Modules> = {
  readonly [Name in keyof Modules]: {
    readonly [
      Export in keyof Modules[Name] as Modules[Name][Export] extends Factory ? Export : never
    ]: Modules[Name][Export] extends Factory ? readonly Parameters<Modules[Name][Export]>[] : never;
  };
};

/** More names than a sentence lists. */
export const many = Array.from({ length: 20 }, (_, index) => `a${index}`);

/** Names of the samples: they are in no language. */
export const sampleNames =
  'rg-a mlw-a a b c d loans.csv other Gender Age gender Agee loan-a train-a split-a table westeurope DELETE GET Host ' +
  'Contributor trained scored Semiurban Urban /tmp/a ENOENT ' +
  'EIO unknown region quiz loan-b loan-approval api-version location';
