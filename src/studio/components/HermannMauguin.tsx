import styles from './HermannMauguin.module.css';

/** A space-group symbol as printed: letters in italics, digits upright. */
export function HermannMauguin({ symbol }: { readonly symbol: string }) {
  const parts = symbol.match(/[A-Za-z]+|[^A-Za-z]+/g) ?? [];
  return (
    <span className={styles.symbol}>
      {parts.map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        /[A-Za-z]/.test(part) ? <i key={index}>{part}</i> : <span key={index}>{part}</span>,
      )}
    </span>
  );
}
