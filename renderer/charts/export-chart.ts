/** What a picture carries along from the page's style, as attributes of its own. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
];

const namespace = 'http://www.w3.org/2000/svg';

/** A drawn chart as the text of an SVG file that stands alone: colours resolved, a ground behind it, its title in it. */
export function svgText(chart: SVGSVGElement, title: string): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [index, element] of copies.entries()) {
    const style = getComputedStyle(originals[index]);
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      if (value !== '') element.setAttribute(property, value);
    }
    for (const attribute of ['class', 'style', 'aria-hidden']) element.removeAttribute(attribute);
  }
  for (const passing of copy.querySelectorAll('[data-passing]')) passing.remove();
  const { width, height } = sizeOf(chart);
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('role', 'img');
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const ground = document.createElementNS(namespace, 'rect');
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(height));
  ground.setAttribute('fill', groundOf(chart));
  ground.setAttribute('stroke', 'none');
  const name = document.createElementNS(namespace, 'title');
  name.textContent = title;
  copy.prepend(name, ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as a picture, twice as large as on the page. */
export async function pngBlob(chart: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = sizeOf(chart);
  const url = URL.createObjectURL(new Blob([svgText(chart, title)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error('The picture is too large.'));
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands a file to the learner. */
export function downloadFile(name: string, content: Blob | string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A title as the name of a file. */
export function fileName(title: string, extension: string): string {
  const name = title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${name === '' ? 'chart' : name}.${extension}`;
}

function sizeOf(chart: SVGSVGElement): { width: number; height: number } {
  return { width: Number(chart.getAttribute('width')), height: Number(chart.getAttribute('height')) };
}

/** The colour that the chart stands on. */
function groundOf(chart: Element): string {
  for (let element: Element | null = chart; element; element = element.parentElement) {
    const { backgroundColor } = getComputedStyle(element);
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor;
  }
  return '#ffffff';
}
