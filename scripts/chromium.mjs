// Finds a Chromium for the browser stories, or installs one.
import { existsSync } from 'node:fs';
import { installDebianPackage, runTool, works } from './toolbox.mjs';

/** Flags that hold everywhere: containers forbid the sandbox, and the tests must not talk to anyone. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  // three.js draws on the CPU where there is no graphics card.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

const installed = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path or name of a Chromium that starts: CHROMIUM_PATH, one of the system, Playwright's own. Undefined where there is none. */
export async function findChromium() {
  const { chromium } = await import('@playwright/test');
  const candidates = [process.env.CHROMIUM_PATH, ...installed, chromium.executablePath()].filter(Boolean);
  const found = candidates.find((candidate) => (!candidate.includes('/') || existsSync(candidate)) && works(candidate));
  return found && !found.includes('/') ? absolute(found) : found;
}

/** Playwright wants a path, not a name. */
function absolute(name) {
  const folders = (process.env.PATH ?? '').split(':');
  return folders.map((folder) => `${folder}/${name}`).find(existsSync);
}

/** As `findChromium`, but tries Playwright's download and then Debian's package before it gives up. */
export async function ensureChromium() {
  const present = await findChromium();
  if (present) return present;
  console.log('Installing Chromium…');
  await runTool('playwright', ['install', 'chromium-headless-shell', 'chromium']);
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  await installDebianPackage('chromium');
  return findChromium();
}
