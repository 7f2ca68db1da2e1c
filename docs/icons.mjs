// Icons of the installed studio, drawn from public/favicon.svg.
//   node docs/icons.mjs
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { chromiumArguments, findChromium } from '../scripts/chromium.mjs';

const at = (name) => fileURLToPath(new URL(`../public/${name}`, import.meta.url));
// A system may cut a maskable icon down to a circle of 80 %: the drawing keeps inside, the ground reaches the edge.
const icons = [
  { name: 'studio-192', size: 192, share: 0.94 },
  { name: 'studio-512', size: 512, share: 0.94 },
  { name: 'studio-maskable-512', size: 512, share: 0.62, ground: '#fcfcfd' },
];

const drawing = await readFile(at('favicon.svg'), 'base64');
await mkdir(at('icons'), { recursive: true });
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArguments });
try {
  for (const { name, size, share, ground = 'transparent' } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground}">
       <img src="data:image/svg+xml;base64,${drawing}" width="${size * share}">`,
    );
    await page.screenshot({ path: at(`icons/${name}.png`), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
