import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** Calls that say something to the learner, with the places of the texts among their arguments. */
const speakers: Readonly<Record<string, readonly number[]>> = {
  EngineError: [1, 2],
  ArmError: [2],
  invalidContent: [0],
  progress: [0],
  note: [2],
  checkResult: [1, 2],
  checkState: [0],
  notCsv: [1, 2],
};
/** Properties of problems and rules that are shown as they are. */
const shown = new Set(['message', 'hint', 'sentence', 'why', 'predicate']);

/** What stands for a value that is known at run time only: it is a number, a name and a word. */
const unknown = '1';

/** The texts that the sources below some folders say, each with its file; unknown values are ones. */
export function spokenTexts(folders: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = path.join(folder, name);
      const source = ts.createSourceFile(
        file,
        readFileSync(path.join(root, file), 'utf8'),
        ts.ScriptTarget.Latest,
      );
      for (const text of textsOf(source)) if (/[A-Za-z]{2}/.test(text)) texts.set(text, file);
    }
  }
  return texts;
}

function textsOf(node: ts.Node): string[] {
  const own = expressionsOf(node).flatMap(valuesOf);
  ts.forEachChild(node, (child) => {
    own.push(...textsOf(child));
  });
  return own;
}

function expressionsOf(node: ts.Node): ts.Expression[] {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const { expression } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    const places = ts.isIdentifier(name) && Object.hasOwn(speakers, name.text) ? speakers[name.text] : [];
    return places.flatMap((place) => node.arguments?.[place] ?? []);
  }
  const isShown = ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && shown.has(node.name.text);
  return isShown ? [node.initializer] : [];
}

/** The texts that an expression may have. */
function valuesOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return valuesOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...valuesOf(node.whenTrue), ...valuesOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [valuesOf(node.left), valuesOf(node.right)];
    const isSum = node.operatorToken.kind === ts.SyntaxKind.PlusToken;
    return isSum ? left.flatMap((first) => right.map((second) => first + second)) : [...left, ...right];
  }
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce(
      (texts, { expression, literal }) =>
        texts.flatMap((text) => valuesOf(expression).map((value) => text + value + literal.text)),
      [node.head.text],
    );
  }
  return [unknown];
}
