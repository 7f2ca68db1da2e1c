import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
  readonly look?: 'plain' | 'primary' | 'quiet' | 'link' | 'small';
  readonly icon?: IconName;
}

export function Button({ children, look = 'plain', icon, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`${styles.button} ${styles[look]}`}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly icon?: IconName;
  /** Shown instead of an icon: one or two characters. */
  readonly glyph?: ReactNode;
  /** Shown after the label in the tooltip. */
  readonly shortcut?: string | undefined;
}

export function IconButton({ label, icon, glyph, shortcut, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...props} aria-label={label} className={`${styles.button} ${styles.quiet} ${styles.icon}`}>
        {icon ? <Icon name={icon} /> : glyph}
      </AriaButton>
      <Tooltip className={styles.tooltip} offset={6}>
        {label}
        {shortcut ? <kbd className={styles.shortcut}>{shortcut}</kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}
