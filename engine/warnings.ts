/** Something that the reader of a result should know, though the work went on. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}
