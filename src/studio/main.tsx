import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { createWebModelStore } from '../runtime/model-files-web';
import { App } from './App';
import { listenForShortcuts } from './actions/keyboard';
import { ErrorBoundary } from './components/ErrorBoundary';
import { EngineHolder } from './engine-holder';
import { keepOnDevice, takeKeptPrompt } from './offline/updates';
import { RunShelf } from './run-shelf';
import { Session } from './session';
import { followLinks } from './sharing/linked-run';
import { readSettings, settingsStorage, writeSettings } from './store/settings';
import { createStudioStore } from './store/studio-store';
import { readTour, rememberTour } from './store/tour';
import { loadViewSettings, saveViewSettings } from './store/view-state';
import './styles/tokens.css';
import './styles/base.css';
import { StudioProvider } from './use-studio';
import { ViewerBridge } from './viewer-bridge';

/** react-aria would add this style element itself; its rule is in base.css, as the content security policy wants it. */
function claimPressableStyle(): void {
  const claimed = document.createElement('meta');
  claimed.id = 'react-aria-pressable-style';
  document.head.append(claimed);
}

function start(root: HTMLElement): void {
  claimPressableStyle();
  const storage = settingsStorage();
  const store = createStudioStore(readSettings(storage));
  store.setState({ viewSettings: loadViewSettings(storage), tour: readTour(storage), promptText: takeKeptPrompt() });
  store.subscribe((state, previous) => {
    if (state.viewSettings !== previous.viewSettings) saveViewSettings(storage, state.viewSettings);
    if (state.settings !== previous.settings) writeSettings(storage, state.settings);
    if (!state.tour && previous.tour) rememberTour(storage);
    // Who works already needs no showing around.
    if (state.tour && !state.tour.isAsked && state.candidates.length > 0) store.setState({ tour: null });
  });
  const holder = new EngineHolder(store, () => createWebModelStore(new URL('models/', document.baseURI)));
  const shelf = new RunShelf(store);
  const session = new Session(store, holder, shelf);
  const studio = { store, session, shelf, viewer: new ViewerBridge(store) };
  listenForShortcuts(studio);
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale="en-GB">
        <StudioProvider value={studio}>
          <ErrorBoundary>
            <App />
          </ErrorBoundary>
        </StudioProvider>
      </I18nProvider>
    </StrictMode>,
  );
  void session.open().then(() => followLinks(studio));
  // What the page itself needs comes first.
  addEventListener('load', () => void keepOnDevice(store));
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
start(root);
