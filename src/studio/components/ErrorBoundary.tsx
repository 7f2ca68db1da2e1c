import { Component, type ReactNode } from 'react';
import { Button } from './Button';
import styles from './ErrorBoundary.module.css';

interface ErrorBoundaryState {
  readonly message?: string;
}

/** A defect in what is drawn ends here, in words and with a way out, rather than in an empty page. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = {};

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <main className={styles.page} role="alert">
        <h1>The studio has stopped</h1>
        <p>This is a defect of the program: {message}</p>
        <p>Runs that were finished are kept in this browser and come back after a reload.</p>
        <Button look="primary" onPress={() => location.reload()}>
          Reload the page
        </Button>
      </main>
    );
  }
}
