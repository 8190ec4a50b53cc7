/**
 * A text as Markdown shows it, on one line and without any meaning of its own: no markup, no HTML, no formula.
 * Source: https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function markdownText(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const visible = line.replaceAll(/[\p{Cf}\p{Cs}]/gu, '');
  const escaped = visible.replaceAll(/[!"#$%'()*+,./:;=?@[\\\]^_`{|}~-]/g, String.raw`\$&`);
  return escaped.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
