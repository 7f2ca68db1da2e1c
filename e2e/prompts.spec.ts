import { expect, test } from '@playwright/test';
import { Studio } from './studio';

const refused = [
  { prompt: 'Ba(Ti,Zr)O3', says: /not supported/i },
  { prompt: 'SrTiO3 with 40 atoms', says: /20/ },
  { prompt: 'PuXx2', says: /Xx/ },
  { prompt: 'space group 231', says: /230/ },
  { prompt: 'hello world', says: /clear the prompt to draw any crystal/ },
];

for (const { prompt, says } of refused) {
  test(`"${prompt}" is answered before anything runs`, async ({ page }) => {
    const studio = new Studio(page);
    await studio.open();
    await studio.prompt.fill(prompt);
    await expect(page.getByRole('region', { name: 'Prompt' })).toContainText(says);
    await expect(studio.generate).toBeDisabled();
  });
}

test('words that are not understood are named, chips can be taken away', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.prompt.fill('a shiny ternary oxide with 5 atoms');
  const region = page.getByRole('region', { name: 'Prompt' });
  await expect(region).toContainText('shiny');
  const chips = region.getByRole('grid').getByRole('row');
  const before = await chips.count();
  expect(before).toBeGreaterThanOrEqual(3);
  await chips.filter({ hasText: '5 atoms' }).getByRole('button', { name: 'Remove' }).click();
  await expect(chips).toHaveCount(before - 1);
  await expect(studio.generate).toBeEnabled();
});

test('a space group that the atoms cannot meet is said before anything runs', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.prompt.fill('LiFePO4, space group 62');
  await expect(page.getByRole('region', { name: 'Prompt' })).toContainText('needs at least 28 atoms');
  await expect(studio.generate).toBeEnabled();
});
