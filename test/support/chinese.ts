import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Translator } from '../../renderer/parts/translator.ts';

const file = path.resolve(import.meta.dirname, '../../renderer/messages/host.zh.json');

/** What the host says, and the same in Chinese. */
export const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;

const translator = new Translator(catalogue);

/** A sentence of the host in Chinese. */
export const toChinese = (text: string): string => translator.translate(text);

/** Names of products and formats, and abbreviations: Chinese pages write them in Latin letters too. */
const products = new Set(
  (
    'Azure Application Insights Log Analytics Kubernetes AKS Microsoft Entra Internet Blob Web ID GUID IAM GB MB KB ' +
    'CSV JSON UTF-8 UTF-16 Excel pandas zip gzip bzip2 xz Zip RAR Zstandard Parquet Arrow Feather HDF Avro SQLite RTF PDF ' +
    'PNG SVG JPEG GIF XML MLTable TensorFlow WebAssembly Guidepost GUIDEPOST_HOME CLI AzureML Data Scientist ' +
    'Contributor Reader Scored Labels Probabilities None NA null true false az login npm ci pack yaml DIR L2 F1 ' +
    'AUC HTTP Bearer KEY Authorization Key AMLToken AADToken Primary Secondary Delete Detach None Container URI uri Married LoanAmount Yes Adam'
  ).split(' '),
);

/** The English words of a text: no names of products, and nothing that looks like code or stands among the names. */
export function englishWords(text: string, names: ReadonlySet<string> = new Set()): string[] {
  // Options of commands, addresses, places in values and single words in quotes are code and names.
  const words = text.replace(/--[a-z-]+( no| skip)?|https?:\S+|“[\w.-]+”|\w+(\.[\w-]+|\[\d+\])+/g, ' ');
  const tokens = words.match(/[A-Za-z0-9_$@'’][\w.$@:/'’-]*/g) ?? [];
  return (
    tokens
      .map((token) => token.replace(/[.:'’]+$/, '').replace(/^['’]/, ''))
      .filter((token) => /[A-Za-z]{2}/.test(token))
      .filter((token) => !products.has(token) && !names.has(token))
      // What is named after a thing, such as a job after its drawing.
      .filter((token) => ![...names].some((name) => name.length > 3 && token.startsWith(`${name}-`)))
      .filter((token) => !/[a-z][A-Z]|[A-Za-z][\d_@$:/.]|\d[A-Za-z]/.test(token))
  );
}

/** What is wrong with the Chinese of a sentence of the host; nothing where it is good. */
export function faultOfChinese(english: string, names?: ReadonlySet<string>): string | undefined {
  if (englishWords(english, names).length === 0) return undefined;
  const chinese = toChinese(english);
  const left = englishWords(chinese, names);
  const isChinese = chinese !== english && /[\u4e00-\u9fff]/.test(chinese);
  if (isChinese && left.length === 0) return undefined;
  return `${english} → ${chinese}${isChinese ? `; in English: ${left.join(' ')}` : ''}`;
}

/** The faults of many sentences, each once. */
export function faultsOfChinese(sentences: Iterable<string>, names?: ReadonlySet<string>): string[] {
  return [...new Set(sentences)].flatMap((sentence) => faultOfChinese(sentence, names) ?? []);
}
