import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('the powder pattern names its lines, and a measured one lies over it', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const sites = '0 0 0\n0.5 0.5 0.5\n0.5 0.5 0\n0.5 0 0.5\n0 0.5 0.5';
  const cell = '3.905 0 0\n0 3.905 0\n0 0 3.905';
  await studio.openFile('SrTiO3.vasp', `perovskite\n1.0\n${cell}\nSr Ti O\n1 1 3\nDirect\n${sites}\n`);
  await studio.viewer.getByRole('button', { name: 'Powder diffraction' }).click();
  const tools = studio.viewer.getByRole('tabpanel');
  const plot = tools.getByRole('img', { name: /^Powder pattern/ });
  await expect(plot).toHaveAccessibleName(/from 10° to 90° with \d+ lines; the strongest, \(1 1 0\), at 32\.4\d°/);
  const withCopper = (await plot.getAttribute('aria-label')) ?? '';

  await tools.getByRole('radio', { name: 'Mo Kα' }).click();
  await expect(tools.getByRole('textbox', { name: 'Wavelength, Å' })).toHaveValue('0.71073');
  await expect(plot).not.toHaveAccessibleName(withCopper);
  await tools.getByRole('button', { name: /^Lines/ }).click();
  await expect(
    tools
      .getByRole('table', { name: /Lines of the simulated/ })
      .getByRole('row')
      .nth(1),
  ).toContainText(/\(1 0 0\)\s*10\.44\d\s*3\.9050/);

  const opened = tools.locator('input[type="file"]');
  await opened.setInputFiles({ name: 'scan.xy', mimeType: 'text/plain', buffer: Buffer.from('10 5\n20 abc\n') });
  await expect(tools.getByRole('alert')).toContainText('scan.xy: Line 2: “20 abc”');
  await opened.setInputFiles({
    name: 'scan.xy',
    mimeType: 'text/plain',
    buffer: Buffer.from('# 2theta counts\n10 5\n20 900\n30 40\n'),
  });
  await expect(plot).toHaveAccessibleName(/measured pattern scan\.xy over it/);
  await expect(tools.getByRole('alert')).toBeHidden();
  await tools.getByRole('button', { name: 'Remove scan.xy' }).click();
  await expect(plot).not.toHaveAccessibleName(/scan\.xy/);

  await studio.viewer.getByRole('tab', { name: 'Pair distances' }).click();
  await expect(tools.getByRole('img', { name: /^Radial distribution/ })).toHaveAccessibleName(/O–Ti from \d\.\d\d Å/);

  // Every tool looks at the crystal in view, also after another file was opened.
  const salt = '0 0 0\n0.5 0.5 0.5';
  await studio.openFile('NaCl.vasp', `salt\n1.0\n2.82 2.82 0\n2.82 0 2.82\n0 2.82 2.82\nNa Cl\n1 1\nDirect\n${salt}\n`);
  await expect(tools.getByRole('img', { name: /^Radial distribution/ })).toHaveAccessibleName(/Na–Cl|Cl–Na/);
  await studio.viewer.getByRole('tab', { name: 'Powder diffraction' }).click();
  await tools.getByRole('radio', { name: 'Cu Kα' }).click();
  await expect(plot).toHaveAccessibleName(/at 31\.7\d°/);
});
