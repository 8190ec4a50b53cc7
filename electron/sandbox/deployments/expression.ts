import { ArmError } from '../arm-error.ts';
import { textOf } from '../text-of.ts';
import type { Json } from '../../store/journal-line.ts';

/** What an expression of a template is made of. */
export type Expression =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression };

/** What the functions of a template do. An argument is evaluated when it is asked for, so that `if` can leave one out. */
export type TemplateFunction = (...parts: readonly (() => Json)[]) => Json;

/** Deeper nesting is in no template that anybody means. */
const mostDepth = 60;
/** The most characters of an expression: Azure's limit. */
const mostCharacters = 24_576;

/**
 * Reads "[…]" of a template. Error: InvalidTemplate.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
export function parseExpression(text: string): Expression {
  if (text.length > mostCharacters) throw invalid(text);
  const tokens = [...text.matchAll(/\s*(?:([a-zA-Z][a-zA-Z0-9]*)|(-?\d+)|'((?:[^']|'')*)'|([()[\],.]))/gy)];
  if (
    tokens
      .map(([token]) => token)
      .join('')
      .trim() !== text.trim()
  )
    throw invalid(text);
  let position = 0;
  const isNext = (mark: string): boolean => tokens[position]?.[4] === mark;
  const take = (mark: string): void => {
    if (!isNext(mark)) throw invalid(text);
    position++;
  };
  const read = (depth: number): Expression => {
    if (depth > mostDepth || position >= tokens.length) throw invalid(text);
    const [, name, digits, literal] = tokens[position++] as (string | undefined)[];
    let found: Expression;
    if (digits !== undefined) found = { kind: 'value', value: Number(digits) };
    else if (literal !== undefined) found = { kind: 'value', value: literal.replaceAll("''", "'") };
    else if (name !== undefined) {
      take('(');
      const parts: Expression[] = [];
      while (!isNext(')')) {
        if (parts.length > 0) take(',');
        parts.push(read(depth + 1));
      }
      take(')');
      found = { kind: 'call', name: name.toLowerCase(), arguments: parts };
    } else throw invalid(text);
    for (let members = 0; ; members++) {
      if (members > mostDepth) throw invalid(text);
      if (isNext('.')) {
        position++;
        const key = tokens[position++]?.[1];
        if (key === undefined) throw invalid(text);
        found = { kind: 'member', of: found, key: { kind: 'value', value: key } };
      } else if (isNext('[')) {
        position++;
        const key = read(depth + 1);
        take(']');
        found = { kind: 'member', of: found, key };
      } else return found;
    }
  };
  const expression = read(0);
  if (position < tokens.length) throw invalid(text);
  return expression;
}

function invalid(text: string): ArmError {
  return new ArmError(
    400,
    'InvalidTemplate',
    `Deployment template language expression evaluation failed: '${text.slice(0, 200)}' is not a valid expression.`,
  );
}

/** The value of an expression. Error: InvalidTemplate, for a function that is not there. */
export function evaluate(
  expression: Expression,
  functions: Readonly<Record<string, TemplateFunction>>,
): Json {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'call': {
      const { name } = expression;
      if (!Object.hasOwn(functions, name)) {
        throw new ArmError(
          400,
          'InvalidTemplate',
          `The template function '${name}' is not covered by the sandbox.`,
        );
      }
      const { length: needed } = functions[name];
      const { length: count } = expression.arguments;
      if (count < needed) {
        throw new ArmError(
          400,
          'InvalidTemplate',
          `Unable to evaluate template language function '${name}': function requires ${needed} argument(s) while ${count} were provided.`,
        );
      }
      return functions[name](...expression.arguments.map((part) => () => evaluate(part, functions)));
    }
    case 'member': {
      const of = evaluate(expression.of, functions);
      const key = textOf(evaluate(expression.key, functions));
      const isHolder = typeof of === 'object' && of !== null && Object.hasOwn(of, key);
      if (!isHolder) {
        throw new ArmError(
          400,
          'InvalidTemplate',
          `The language expression property '${key}' doesn't exist.`,
        );
      }
      return (of as Readonly<Record<string, Json>>)[key];
    }
  }
}
