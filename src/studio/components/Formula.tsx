/** A chemical formula with its counts as subscripts: "SrTiO3" reads and copies as written. */
export function Formula({ text }: { readonly text: string }) {
  const parts = text.match(/\d+(?:\.\d+)?|\D+/g) ?? [];
  return (
    <span>
      {parts.map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        /\d/.test(part) ? <sub key={index}>{part}</sub> : <span key={index}>{part}</span>,
      )}
    </span>
  );
}
