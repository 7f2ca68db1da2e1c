import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('τ can be estimated from the draft: for the one at hand, and for each new one', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('TiO2 with 6 atoms', 0);
  const auto = page.getByRole('button', { name: 'Estimate τ from the draft' });
  await auto.click();
  await expect(auto).toHaveAttribute('aria-pressed', 'true');
  const strip = page.getByRole('region', { name: 'Trajectory' });
  await expect(strip).toContainText('estimated');
  await expect(studio.tau).not.toHaveValue('0', { timeout: 60_000 });
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  const estimated = Number(await studio.tau.inputValue());
  expect(estimated).toBeGreaterThanOrEqual(100);
  expect(estimated).toBeLessThanOrEqual(600);
  // Another draft, another noise level of its own: the crystal in view was refined from what the slider shows.
  await studio.generate.click();
  await expect(studio.stop).toBeEnabled();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  await expect(studio.viewer).not.toContainText('showing τ');
  await expect(auto).toHaveAttribute('aria-pressed', 'true');
  await studio.setTau(20);
  await expect(auto).toHaveAttribute('aria-pressed', 'false');
});
