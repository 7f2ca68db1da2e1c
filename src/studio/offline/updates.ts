import type { StudioStore } from '../store/studio-store';

const KEPT_PROMPT = 'tau-studio.kept-prompt';

/**
 * Keeps the studio on this device for use without a network, and tells the store when a new version waits. Where service
 * workers are refused the studio only needs its network.
 */
export async function keepOnDevice(store: StudioStore): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!import.meta.env.PROD || !workers) return;
  const announce = () => store.setState({ isUpdateReady: true });
  try {
    // The first visit has no worker yet, and nothing to be replaced.
    let isReplaced = workers.controller !== null;
    // Another tab took the new version.
    workers.addEventListener('controllerchange', () => {
      if (isReplaced) announce();
      isReplaced = true;
    });
    const address = new URL('service-worker.js', document.baseURI);
    const registration = await workers.register(address, { updateViaCache: 'none' });
    if (registration.waiting && workers.controller) announce();
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && workers.controller) announce();
      });
    });
  } catch (error) {
    console.info('Not kept for use without a network:', error);
  }
}

/** Lets the waiting version take over and loads it; what is typed comes along. */
export async function reloadToUpdate(store: StudioStore): Promise<void> {
  const { promptText, run } = store.getState();
  if (promptText !== run?.request.prompt) sessionStorage.setItem(KEPT_PROMPT, promptText);
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting;
  if (!waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take-over');
}

/** What was typed before the page was replaced, once. */
export function takeKeptPrompt(): string {
  try {
    const kept = sessionStorage.getItem(KEPT_PROMPT) ?? '';
    sessionStorage.removeItem(KEPT_PROMPT);
    return kept;
  } catch {
    return '';
  }
}
