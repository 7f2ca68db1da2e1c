import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a copied link makes the run again in another browser and says whether it came out the same', async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl', 5);
  await studio.export.click();
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(studio.status).toHaveText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  // Nothing of a run may reach a server's log.
  expect(new URL(link).search).toBe('');
  expect(link).toMatch(/#run=1&prompt=NaCl&.*tau=5&.*result=NaCl_/);

  const other = await browser.newPage({ baseURL, serviceWorkers: 'block' });
  const requests: string[] = [];
  other.on('request', (request) => requests.push(request.url()));
  await other.goto(link);
  const replayed = new Studio(other);
  await expect(replayed.prompt).toHaveValue('NaCl');
  await expect(other.getByText('Linked run replayed')).toBeVisible({ timeout: 120_000 });
  await expect(other.getByText('came to the same result')).toBeVisible();
  expect(requests.filter((url) => url.includes('NaCl'))).toEqual([]);

  // Another result and another model: as if the link came from another machine.
  await other.goto(
    `${link.replace(/denoiser=[0-9a-f]+/, 'denoiser=0123456789abcdef').replace(/result=[^&]+/, 'result=NaCl_62_4.1_5_6_90_90_90')}`,
  );
  await expect(other.getByText('This machine’s result differs')).toBeVisible({ timeout: 120_000 });
  await expect(other.getByText(/Another denoiser ran: [0-9a-f]{8} here, 01234567 in the link/)).toBeVisible();
  await expect(other.getByText(/The crystal: NaCl, .* here; NaCl, Pnma, a, b, c = 4.1, 5, 6 Å/)).toBeVisible();

  await other.goto(link.replace('tau=5', 'tau=many'));
  await expect(other.getByRole('alert')).toContainText('“tau” must be an integer from 0 to 1000, not “many”');
  await other.close();
});
