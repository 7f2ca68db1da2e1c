import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('Stop ends a run at once, and the next one works', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  // Large enough that the refinement is not over before the click.
  await studio.prompt.fill('SrTiO3 with 20 atoms');
  await studio.setTau(1000);
  await studio.generate.click();
  await expect(studio.frame).toBeEnabled({ timeout: 60_000 });
  await studio.stop.click();
  await expect(studio.status).toHaveText(/Stopped$/);
  await expect(studio.generate).toBeEnabled();
  const frames = await studio.frame.getAttribute('max');
  await page.waitForTimeout(500);
  expect(await studio.frame.getAttribute('max')).toBe(frames);

  await studio.prompt.fill('SrTiO3 with 5 atoms');
  await studio.setTau(5);
  await studio.generate.click();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
});

test('τ refines the same draft again; the frame slider moves through what was computed', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('SrTiO3 with 5 atoms', 40);
  const draft = await studio.drafted();
  await expect(studio.frame).toHaveAttribute('max', '40');
  await expect(studio.frame).toHaveValue('40');

  await studio.setTau(25);
  await expect(studio.frame).toHaveAttribute('max', '25', { timeout: 60_000 });
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 60_000 });
  expect(await studio.drafted()).toBe(draft);

  // A refinement that is no longer wanted gives way to the one that is.
  await studio.setTau(1000);
  await expect(studio.status).toHaveText('Refining from τ = 1000');
  await studio.setTau(25);
  await expect(studio.frame).toHaveAttribute('max', '25', { timeout: 60_000 });
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 60_000 });
  expect(await studio.drafted()).toBe(draft);

  await studio.frame.focus();
  await page.keyboard.press('Home');
  await expect(studio.frame).toHaveValue('0');
  await expect(page.getByRole('region', { name: 'Trajectory' })).toContainText('t = 25');
  await page.keyboard.press('ArrowRight');
  await expect(studio.frame).toHaveValue('1');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(studio.frame).toHaveValue('25', { timeout: 15_000 });
});

test('when a worker dies in the middle of a run the draft is kept and the next run has a fresh one', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.prompt.fill('SrTiO3 with 5 atoms');
  await studio.setTau(1000);
  await studio.generate.click();
  await expect(studio.frame).toBeEnabled({ timeout: 60_000 });
  const draft = await studio.drafted();
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      if (self.name !== 'diffusion') return;
      setTimeout(() => {
        throw new Error('killed');
      });
    });
  }
  await expect(studio.status).toHaveText(/Failed$/);
  await expect(page.getByText('What was drafted is kept; the next run starts a fresh one.')).toBeVisible();
  expect(await studio.drafted()).toBe(draft);

  await studio.setTau(5);
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  expect(await studio.drafted()).toBe(draft);
});

test('several candidates come one after the other and each can be looked at', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('textbox', { name: 'Candidates' }).fill('3');
  await page.getByRole('textbox', { name: 'Candidates' }).press('Tab');
  await studio.run('MgO', 10);
  const tabs = studio.candidate.getByRole('tab');
  await expect(tabs).toHaveCount(3);
  await tabs.nth(2).click();
  await expect(studio.viewer).toContainText('candidate 3 of 3');
});
