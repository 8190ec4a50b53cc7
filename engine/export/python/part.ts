import type { z } from 'zod';
import type { Component, Ports, SettingsSchema } from '../../components/component.ts';
import type { DatasetFile } from './dataset-file.ts';

/** A function or constant of a script that sections call; it stands once, before the first section that needs it. */
export interface PythonTool {
  /** The names that it defines, which no variable may take. */
  readonly names: readonly string[];
  /** Lines such as `import numpy as np`. */
  readonly imports?: readonly string[];
  /** Tools that must stand before it. */
  readonly needs?: readonly PythonTool[];
  readonly source: string;
}

/** Under which heading of the report a value stands. */
export type ReportGroup = 'models' | 'predictions' | 'evaluations' | 'answers';

/** Writes a constant above the lines of a section; returns its name. */
export interface PythonConstant<Settings> {
  /** A setting, under its title. */
  (setting: keyof Settings & string): string;
  (name: string, value: unknown, comment?: string): string;
}

/** What a component's section knows of its node. */
export interface PythonNode<Settings = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly component: string;
  readonly settings: Settings;
  /** The variable that flows into an input; `None` where an optional one has no edge. */
  input(port: string): string;
  /** The variable of an output. */
  output(port: string): string;
  /** Another variable of the section. */
  variable(name: string): string;
  /** The node that an input comes from. */
  source(port: string): PythonNode | undefined;
  readonly constant: PythonConstant<Settings>;
  /** The file of a dataset. */
  file(dataset: string): DatasetFile;
}

/** The code of one node. */
export interface PythonSection {
  readonly tools: readonly PythonTool[];
  /** Imports of its own lines. */
  readonly imports?: readonly string[];
  /** The lines after the constants. */
  readonly lines: readonly string[];
  /** A picture of it for notebooks: lines of code that may use `plt`, and `axes`, one for each of `pictures`. */
  readonly plot?: {
    readonly tools: readonly PythonTool[];
    readonly pictures: number;
    readonly lines: readonly string[];
  };
  /** What of it the report shows: the expression is a call that gives plain values. */
  readonly report?: { readonly group: ReportGroup; readonly expression: string };
}

/** A component as Python with pandas and scikit-learn. */
export interface PythonPart {
  readonly component: string;
  section(node: PythonNode): PythonSection;
}

/** Checks that a section fits its component's settings. */
export function definePythonPart<I extends Ports, O extends Ports, S extends SettingsSchema>(
  component: Component<I, O, S>,
  section: (node: PythonNode<z.output<S>>) => PythonSection,
): PythonPart {
  return { component: component.type, section: section };
}

/** A Python text without the line breaks around it; backslashes stand for themselves. */
export function python(text: TemplateStringsArray): string {
  return (text.raw[0] ?? '').replace(/^\n/, '').trimEnd();
}
