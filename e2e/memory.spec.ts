import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('a reload brings the last run back, and older runs can be opened', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl', 12);
  await studio.run('MgO', 12);
  await expect(studio.candidate).toContainText('Nearest entries');
  const report = await studio.candidate.textContent();

  await page.reload();
  await expect(studio.candidate).toContainText('MgO');
  await expect(studio.frame).toHaveAttribute('max', '12');
  await expect.poll(() => studio.candidate.textContent()).toBe(report);
  await expect(studio.prompt).toHaveValue('MgO');

  await page.getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('dialog', { name: 'Runs on this device' }).getByRole('button', { name: /^NaCl/ }).click();
  await expect(studio.candidate).toContainText('NaCl');
  await expect(studio.frame).toHaveAttribute('max', '12');
});
