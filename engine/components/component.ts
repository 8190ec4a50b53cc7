import type { z } from 'zod';
import type { Table } from '../table/table.ts';
import type { PortType, PortValues } from './values.ts';

/** The designer's groups of components. */
export type Family =
  | 'Data Input and Output'
  | 'Data Transformation'
  | 'Machine Learning Algorithms'
  | 'Model Training'
  | 'Model Scoring and Evaluation'
  | 'Web Service';

/** A place where an edge begins or ends. */
export interface Port {
  readonly type: PortType;
  readonly name: string;
  readonly help: string;
  /** An input that may stay without an edge. */
  readonly optional?: true;
}

/** The ports of one side of a component by their id. */
export type Ports = Readonly<Record<string, Port>>;

/** What a component's run receives: one value per input port; `undefined` where an optional one has no edge. */
export type InputValues<P extends Ports> = {
  readonly [Id in keyof P]:
    PortValues[P[Id]['type']] | (P[Id] extends { optional: true } ? undefined : never);
};

/** What a component's run returns: one value per output port. */
export type OutputValues<P extends Ports> = { readonly [Id in keyof P]: PortValues[P[Id]['type']] };

/** A strict object schema: a key that it does not know is an error. */
export type SettingsSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>, z.core.$strict>;

/** What a component may use beside its inputs and settings. */
export interface RunContext {
  /** The tables that Dataset components name. */
  readonly datasets: Readonly<Record<string, Table>>;
  /** The rows of a request, where the pipeline serves one. */
  readonly webServiceInput?: Table | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the share of the work that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * One kind of box in a pipeline. `settings` is a strict object schema; each field carries a title and a
 * description, and a default where one makes sense. `run` is a function of its inputs and settings alone,
 * unless `source` names the object outside the pipeline that its result depends on.
 */
export interface Component<
  I extends Ports = Ports,
  O extends Ports = Ports,
  S extends SettingsSchema = SettingsSchema,
> {
  /** The word for programs, such as `split-data`. */
  readonly type: string;
  /** Grows when a saved pipeline's settings would mean something else. */
  readonly version: number;
  /** The designer's name, such as Split Data. */
  readonly name: string;
  readonly family: Family;
  readonly help: string;
  readonly inputs: I;
  readonly outputs: O;
  readonly settings: S;
  source?(settings: z.output<S>, context: RunContext): Table | undefined;
  run(
    inputs: InputValues<I>,
    settings: z.output<S>,
    context: RunContext,
  ): OutputValues<O> | Promise<OutputValues<O>>;
}

/** Checks a component's types; returns it as it is. */
export function defineComponent<const I extends Ports, const O extends Ports, S extends SettingsSchema>(
  component: Component<I, O, S>,
): Component<I, O, S> {
  return component;
}
