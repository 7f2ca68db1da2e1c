import { lazy, Suspense } from 'react';
import { Dialog } from '../components/Dialog';
import { useStudio, useStudioState } from '../use-studio';

const Sweep = lazy(async () => ({ default: (await import('./sweep/Sweep')).Sweep }));

/** The control experiment of a hybrid model: one draft refined from many noise levels. */
export function SweepDialog() {
  const { store } = useStudio();
  const isOpen = useStudioState((state) => state.dialog === 'sweep');
  const close = () => store.setState({ dialog: null });
  return (
    <Dialog title="Sweep over τ" isOpen={isOpen} isWide onClose={close}>
      <Suspense>
        <Sweep onTaken={close} />
      </Suspense>
    </Dialog>
  );
}
