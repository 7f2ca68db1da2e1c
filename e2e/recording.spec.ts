import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { BufferSource, EncodedPacketSink, Input, MP4, WEBM } from 'mediabunny';
import { Studio } from './studio';

test('a range of frames is chosen along the trajectory, goes round, and leaves as picture and film', async ({
  page,
}) => {
  test.slow();
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl', 30);
  await studio.viewer.locator('canvas').focus();
  await page.keyboard.press('l');
  const panel = studio.viewer.getByRole('tabpanel', { name: 'Along the trajectory' });
  const norm = panel.getByRole('img', {
    name: /^Score norm, 1 at the schedule’s noise along the frames\. First: coordinates \d/,
  });
  await expect(norm).toBeVisible({ timeout: 30_000 });

  // Dragging over a plot chooses frames; so do the numbers.
  await norm.scrollIntoViewIfNeeded();
  const box = await norm.boundingBox();
  if (!box) throw new Error('The plot is not drawn.');
  const x = (share: number) => box.x + 42 + share * (box.width - 52);
  await page.mouse.move(x(0.2), box.y + 80);
  await page.mouse.down();
  await page.mouse.move(x(0.4), box.y + 80, { steps: 4 });
  await page.mouse.up();
  const range = panel.getByRole('region', { name: 'Range of frames' });
  await expect(range.getByRole('textbox', { name: 'From frame' })).toHaveValue('6');
  await expect(range.getByRole('textbox', { name: 'To frame' })).toHaveValue('12');
  await range.getByRole('textbox', { name: 'To frame' }).fill('9');
  await range.getByRole('textbox', { name: 'To frame' }).press('Enter');
  const summary = panel.getByRole('table', { name: 'Frames 6 to 9' });
  await expect(summary.getByRole('row', { name: /^Volume per atom (\d+\.\d ){5}Å³$/ })).toBeVisible();
  await expect(studio.frame).toHaveValue('6');

  // Playing stays in the range and comes round.
  await studio.page.getByRole('button', { name: 'Play' }).click();
  const seen = new Set<string>();
  await expect
    .poll(async () => seen.add(await studio.frame.inputValue()).size, { intervals: [40], timeout: 20_000 })
    .toBe(4);
  expect([...seen].sort()).toEqual(['6', '7', '8', '9']);
  await studio.page.getByRole('button', { name: 'Pause' }).click();

  expect((await saved(page, () => panel.getByRole('button', { name: 'Save as SVG' }).click())).text).toContain(
    'Score norm',
  );
  const png = await saved(page, () => panel.getByRole('button', { name: 'Save as PNG' }).click());
  expect(png.text.slice(1, 4)).toBe('PNG');
  expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([1920, expect.any(Number)]);

  await panel.getByRole('button', { name: 'Record as video' }).click();
  const dialog = page.getByRole('dialog', { name: 'Record the animation' });
  await expect(dialog).toContainText('Frames 6 to 9');
  await expect(dialog.getByRole('button', { name: 'Record' })).toBeEnabled();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  await dialog.getByRole('button', { name: /^Size, pixels|1280 × 720/ }).click();
  const inView = page.getByRole('option', { name: /^As in view/ });
  const size = ((await inView.textContent()) ?? '').match(/\d+/g)?.map(Number);
  await inView.click();
  await dialog.getByRole('textbox', { name: 'Length, s' }).fill('1');
  await dialog.getByRole('textbox', { name: 'Length, s' }).press('Tab');
  await expect(dialog.getByRole('button', { name: 'Record' })).toBeEnabled();

  // It can be left half way.
  await dialog.getByRole('button', { name: 'Record' }).click();
  await expect(dialog).toContainText(/picture \d+ of 60/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('button', { name: 'Record' })).toBeVisible();

  const film = await saved(page, () => dialog.getByRole('button', { name: 'Record' }).click());
  expect(film.name).toMatch(/^NaCl-tau30-.*\.(mp4|webm)$/);
  await expect(dialog.getByRole('status')).toContainText('60 pictures');
  const input = new Input({ source: new BufferSource(film.bytes), formats: [MP4, WEBM] });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('The film has no pictures.');
  expect([track.displayWidth, track.displayHeight]).toEqual(size);
  expect(await track.computeDuration()).toBeCloseTo(2, 1);
  let packets = 0;
  for await (const _ of new EncodedPacketSink(track).packets()) packets++;
  expect(packets).toBe(60);
  expect(film.bytes.length).toBeGreaterThan(5000);
});

async function saved(page: Page, act: () => Promise<void>) {
  const download = page.waitForEvent('download', { timeout: 90_000 });
  await act();
  const file = await download;
  const bytes = await readFile(await file.path());
  return { name: file.suggestedFilename(), bytes, text: bytes.toString('latin1') };
}
