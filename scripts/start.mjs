// npm start: installs what is missing, builds what changed, serves the studio and opens it.
import { spawn } from 'node:child_process';
import { serve } from './serve.mjs';
import { ensureBuilt, ensureInstalled, requireNode } from './toolbox.mjs';

const DEFAULT_PORT = 4300;

/** The port that was asked for, or else the default one, or else any free one. */
async function listen() {
  const asked = process.env.PORT;
  if (asked === undefined || asked === '') {
    return serve({ port: DEFAULT_PORT }).catch((error) =>
      error.code === 'EADDRINUSE' ? serve() : Promise.reject(error),
    );
  }
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT takes a number from 0 to 65535, not "${asked}".`);
  return serve({ port }).catch((error) => {
    throw error.code === 'EADDRINUSE'
      ? new Error(`Port ${port} is taken. Choose another with PORT, or leave it out.`)
      : error;
  });
}

/** A machine without a screen or a browser is no error: the address is printed anyway. */
function openBrowser(url) {
  if (process.env.BROWSER === 'none') return;
  const openers = { darwin: ['open', [url]], win32: ['cmd', ['/c', 'start', '', url]] };
  const hasScreen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const opener = openers[process.platform] ?? (hasScreen ? [process.env.BROWSER || 'xdg-open', [url]] : undefined);
  if (!opener) return;
  spawn(...opener, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

requireNode();
await ensureInstalled();
if (!(await ensureBuilt())) process.exit(1);
try {
  const { server, url } = await listen();
  console.log(`Tau Studio: ${url}\nPress Ctrl-C to stop.`);
  openBrowser(url);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
