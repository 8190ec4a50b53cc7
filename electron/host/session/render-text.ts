import type { Element, ElementContent } from 'hast';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { TextNode } from '../../contract/session.ts';

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeSanitize);

/** Elements that a text may have; what else it holds is shown as its words. */
const known = new Set(
  'p strong em del code pre ul ol li a h2 h3 h4 blockquote table thead tbody tr th td br hr'.split(' '),
);

/** A text in Markdown as a tree; raw HTML is left out, links lead to https alone. */
export function renderText(markdown: string): TextNode[] {
  const tree = processor.runSync(processor.parse(markdown));
  return tree.children.flatMap((node) => (node.type === 'doctype' ? [] : toNodes(node)));
}

function toNodes(node: ElementContent): TextNode[] {
  if (node.type === 'text') return [node.value];
  if (node.type !== 'element') return [];
  const children = node.children.flatMap(toNodes);
  const tag = node.tagName === 'h1' ? 'h2' : node.tagName;
  if (!known.has(tag)) return children;
  const href = tag === 'a' ? linkOf(node) : undefined;
  if (tag === 'a' && href === undefined) return children;
  return [{ tag, children, ...(href !== undefined && { href }) }];
}

function linkOf({ properties }: Element): string | undefined {
  const { href } = properties;
  return typeof href === 'string' && href.startsWith('https://') ? href : undefined;
}
