import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Button, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './Dialog.module.css';
import { Icon } from './Icon';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** For pictures and plots rather than text. */
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, isOpen, isWide = false, onClose, children }: DialogProps) {
  return (
    <ModalOverlay className={styles.veil} isOpen={isOpen} isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className={isWide ? `${styles.modal} ${styles.wide}` : styles.modal}>
        <AriaDialog className={styles.dialog}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            <Button slot="close" aria-label="Close" className={styles.close}>
              <Icon name="close" />
            </Button>
          </header>
          <div className={styles.body}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
