// Pictures of the studio for the README: builds nothing, so run `npm run build` first.
//   node docs/screenshots.mjs [seed]
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { chromiumArguments, findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/serve.mjs';

const seed = process.argv[2] ?? '7';
const pictures = [
  { name: 'studio', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'studio-dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'studio-narrow', colorScheme: 'light', viewport: { width: 390, height: 844 } },
];

const { server, url } = await serve();
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArguments });
try {
  for (const { name, ...look } of pictures) {
    const page = await browser.newPage(look);
    await page.goto(url);
    await page.getByRole('textbox', { name: 'Prompt' }).fill('SrTiO3');
    await page.getByRole('button', { name: 'Advanced' }).click();
    await page.getByRole('textbox', { name: 'Seed' }).fill(seed);
    await page.getByRole('textbox', { name: 'Seed' }).press('Tab');
    await page.getByRole('button', { name: 'Advanced' }).click();
    await page.getByRole('button', { name: 'Generate' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /Refined$/ })
      .waitFor({ timeout: 120_000 });
    await page.waitForTimeout(2000);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, import.meta.url)) });
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
