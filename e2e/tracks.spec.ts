import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('what becomes of symmetry, distances and cell is followed frame by frame, linked with the frame slider', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('SrTiO3 with 5 atoms', 60);
  await studio.viewer.locator('canvas').focus();
  await page.keyboard.press('l');
  const panel = studio.viewer.getByRole('tabpanel', { name: 'Along the trajectory' });
  const distance = panel.getByRole('img', {
    name: /^Distance to the last frame in Å along the frames\..* last: farthest atom 0\.00\.$/,
  });
  await expect(distance).toBeVisible({ timeout: 30_000 });
  for (const tolerance of ['0.01', '0.1', '0.2']) {
    await expect(panel.getByRole('img', { name: `Space group at ${tolerance} Å: ` })).toBeVisible();
  }
  // Pressing a plot goes to the frame there, which the slider then shows.
  await distance.scrollIntoViewIfNeeded();
  const box = await distance.boundingBox();
  if (!box) throw new Error('The plot is not drawn.');
  await page.mouse.click(box.x + 42 + (box.width - 52) / 2, box.y + 60);
  await expect(studio.frame).toHaveValue('30');
  await expect(distance).toContainText('at t = 30');
  const cursor = () =>
    distance.locator('line').evaluateAll((lines) => lines.map((line) => line.getAttribute('x1')).join());
  const before = await cursor();
  await studio.frame.focus();
  await page.keyboard.press('Home');
  await expect.poll(cursor).not.toBe(before);

  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/SrTiO3-tau60-.*-tracks\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(62);
  expect(lines[0]).toMatch(/^frame,timestep,space_group_0\.01A,/);
  expect(lines[61]).toMatch(/^60,0,\d+,\d+,\d+,.*,0\.0000,,$/);
});
