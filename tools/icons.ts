// Draws the icons of the packages from the app's own picture. Run it by hand when the picture has changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'electron/desktop/icons');
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];

/** Draws the picture on a light, rounded tile, so that it is seen on dark task bars too. */
async function draw(picture: string): Promise<Map<number, Buffer>> {
  const browser = await chromium.launch({
    executablePath: process.argv[2] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const drawn = new Map<number, Buffer>();
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size });
      const source = `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`;
      await page.setContent(
        `<style>body { margin: 0 } div { width: 100vw; height: 100vh; border-radius: 20%; background: #faf9f6 }
         img { width: 72%; margin: 14% }</style><div><img src="${source}"></div>`,
      );
      drawn.set(size, await page.screenshot({ omitBackground: true }));
    }
    return drawn;
  } finally {
    await browser.close();
  }
}

/** Windows' form: a list of pictures, then their bytes. */
function toIco(pictures: readonly (readonly [number, Buffer])[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, [size, { length }]] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += length;
  }
  return Buffer.concat([header, ...pictures.map(([, bytes]) => bytes)]);
}

/** macOS' form: each picture behind four letters for its size, and its length. */
function toIcns(pictures: readonly (readonly [string, Buffer])[]): Buffer {
  const chunk = (type: string, bytes: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'ascii');
    head.writeUInt32BE(bytes.length + 8, 4);
    return Buffer.concat([head, bytes]);
  };
  return chunk('icns', Buffer.concat(pictures.map(([type, bytes]) => chunk(type, bytes))));
}

const drawn = await draw(readFileSync(path.join(root, 'renderer/public/icon.svg'), 'utf8'));
const of = (size: number): Buffer => drawn.get(size) ?? Buffer.alloc(0);
mkdirSync(path.join(target, 'linux'), { recursive: true });
for (const size of [16, 32, 48, 64, 128, 256, 512]) {
  writeFileSync(path.join(target, `linux/${size}x${size}.png`), of(size));
}
writeFileSync(
  path.join(target, 'icon.ico'),
  toIco([16, 32, 48, 64, 128, 256].map((size) => [size, of(size)])),
);
const appleSizes = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };
writeFileSync(
  path.join(target, 'icon.icns'),
  toIcns(Object.entries(appleSizes).map(([type, size]) => [type, of(size)])),
);
