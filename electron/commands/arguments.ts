import { parseArgs, type ParseArgsConfig } from 'node:util';
import { EngineError, listNames, nearestNames } from '../../engine/errors.ts';

type OptionDefinitions = NonNullable<ParseArgsConfig['options']>;

/** The command's words do not fit. */
export function usage(message: string, hint = 'Run `guidepost help` to see all options.'): EngineError {
  return new EngineError('usage', message, hint);
}

/** Options and other words of a command. An unknown option, or one without its value, is a `usage` error. */
export function parseArguments<const Options extends OptionDefinitions>(
  commandArguments: string[],
  options: Options,
): {
  values: { [Name in keyof Options]?: Options[Name]['type'] extends 'boolean' ? boolean : string };
  words: string[];
} {
  try {
    const { values, positionals } = parseArgs({
      args: commandArguments,
      options: options,
      allowPositionals: true,
      strict: true,
    });
    return { values: values, words: positionals };
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, options);
  }
}

function explain(error: NodeJS.ErrnoException, options: OptionDefinitions): EngineError {
  const option = /'(-[^\s'=<]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearestNames(option.replace(/^-+/, ''), Object.keys(options));
    return near.length > 0
      ? usage(`There is no option ${option}.`, `Did you mean ${listNames(near.map((name) => `--${name}`))}?`)
      : usage(`There is no option ${option}.`);
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const name = /--[a-z0-9-]+/.exec(error.message)?.[0] ?? option;
    return error.message.includes('does not take an argument')
      ? usage(`${name} takes no value.`)
      : usage(
          `${name} needs a value.`,
          `Write it as ${name} VALUE, or ${name}=VALUE where it begins with a dash.`,
        );
  }
  return usage(error.message);
}

/** A number that an option holds, within bounds, or a `usage` error that names them. */
export function numberOption(
  name: string,
  text: string | undefined,
  fallback: number,
  { least = -Infinity, above = -Infinity, most = Infinity, whole = false },
): number {
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? NaN : Number(text);
  if (
    Number.isFinite(value) &&
    value >= least &&
    value > above &&
    value <= most &&
    (!whole || Number.isSafeInteger(value))
  )
    return value;
  const kind = whole ? 'a whole number' : 'a number';
  const bounds = [
    ...(above > -Infinity ? [`above ${above}`] : []),
    ...(least > -Infinity ? [`from ${least}`] : []),
    ...(most < Infinity ? [`up to ${most}`] : []),
  ];
  throw usage(`--${name} is ${kind} ${bounds.join(' and ')}`.trimEnd() + `, not "${text}".`);
}

/** One of a few words that an option holds, or a `usage` error that lists them. */
export function wordOption<const Word extends string>(
  name: string,
  text: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (text === undefined || (words as readonly string[]).includes(text)) return text as Word | undefined;
  throw usage(`--${name} is ${words.join(' or ')}, not "${text}".`);
}

/** A name as a list option takes it, in quotes where a shell would cut it. */
export function listedName(name: string): string {
  const escaped = name.replaceAll(',', '\\,');
  return /^[\w.+-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll('"', '\\"')}"`;
}

/** The names in a list such as `A,B`; a name that holds a comma is written `A\\,B`. */
export function listOption(text: string | undefined): string[] {
  if (text === undefined) return [];
  return text
    .split(/(?<!\\),/)
    .map((name) => name.replaceAll('\\,', ',').trim())
    .filter((name) => name !== '');
}
