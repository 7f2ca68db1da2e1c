import { lazy, Suspense } from 'react';
import { Dialog } from '../components/Dialog';
import { useStudio, useStudioState } from '../use-studio';

const RecordForm = lazy(async () => ({ default: (await import('./recording/RecordForm')).RecordForm }));

/** The frames in view as a video file. */
export function RecordDialog() {
  const { store } = useStudio();
  const isOpen = useStudioState((state) => state.dialog === 'record');
  return (
    <Dialog title="Record the animation" isOpen={isOpen} onClose={() => store.setState({ dialog: null })}>
      <Suspense>
        <RecordForm />
      </Suspense>
    </Dialog>
  );
}
