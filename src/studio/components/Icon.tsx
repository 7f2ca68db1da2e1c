/** Line icons on a 16 × 16 grid, drawn for this studio; they inherit colour and size from the text around them. */
const paths = {
  play: 'M5 3.2 12.4 8 5 12.8Z',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4Z',
  first: 'M12 3.5 6.2 8l5.8 4.5ZM4 3.5v9',
  last: 'M4 3.5 9.8 8 4 12.5ZM12 3.5v9',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  warning: 'M8 2.2 14.4 13.5H1.6ZM8 6.4v3.4M8 11.6v.2',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.2v4M8 4.8v.2',
  chevron: 'm4 6 4 4 4-4',
  download: 'M8 2v8M4.6 6.8 8 10.2l3.4-3.4M2.5 13.5h11',
  home: 'M2.5 8 8 3l5.5 5M4.2 7v6h7.6V7',
  camera: 'M2 5h2.6l1-1.6h4.8l1 1.6H14v8H2ZM8 6.6a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z',
  cell: 'M2.5 5.2 8 2.5l5.5 2.7v5.6L8 13.5l-5.5-2.7ZM2.5 5.2 8 8l5.5-2.8M8 8v5.5',
  open: 'M1.8 12.8V3.2h4.4l1.5 1.9h6.5v2M1.8 12.8l2-5.7h11l-2 5.7Z',
  copy: 'M5.5 5.5h8v8h-8ZM3 10.5H2.5v-8h8V3',
  history: 'M2.6 5.2A6 6 0 1 1 2 8M2.3 2.4v3h3M8 4.8V8l2.3 1.6',
  quote: 'M3 9.5h3.2v3.2H3ZM3 9.5c0-3 .8-5 3-6M9.4 9.5h3.2v3.2H9.4ZM9.4 9.5c0-3 .8-5 3-6',
  keyboard: 'M1.5 4h13v8h-13ZM4 6.6h.2M6.6 6.6h.2M9.2 6.6h.2M11.8 6.6h.2M4.4 9.4h7.2',
  dice: 'M3 3h10v10H3ZM5.7 5.7h.1M10.2 5.7h.1M8 8h.1M5.7 10.2h.1M10.2 10.2h.1',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4l3.4 3.4',
  trash: 'M3 4.5h10M6.2 4.3V2.8h3.6v1.5M4.3 4.5l.6 8.8h6.2l.6-8.8',
  options: 'M2 4.5h6M11 4.5h3M2 11.5h3M8 11.5h6M9.5 3v3M6.5 10v3',
  ruler: 'M1.8 10.6 10.6 1.8l3.6 3.6-8.8 8.8ZM4.4 8l1.5 1.5M6.6 5.8l2.2 2.2M8.8 3.6l1.5 1.5',
  gallery: 'M2 2.5h12v11H2ZM6 2.5v11M10 2.5v11M2 6.2h12M2 9.8h12',
  star: 'm8 1.9 1.9 3.9 4.2.6-3.1 3 .8 4.3L8 11.7l-3.8 2 .8-4.3-3.1-3 4.2-.6Z',
  starred: 'm8 1.9 1.9 3.9 4.2.6-3.1 3 .8 4.3L8 11.7l-3.8 2 .8-4.3-3.1-3 4.2-.6Z',
  locked: 'M4 7.3h8v6.2H4ZM5.7 7.3V5a2.3 2.3 0 0 1 4.6 0v2.3',
  unlocked: 'M4 7.3h8v6.2H4ZM5.7 7.3V5a2.3 2.3 0 0 1 4.4-1',
  sweep: 'M2 2.5h5v5H2ZM9 2.5h5v5H9ZM2 9.5h5v4H2ZM9 9.5h5v4H9Z',
  pattern: 'M1.5 13h13M3 13l1-4 1 4M6 13l1.4-10L8.8 13M10.4 13l1-6 1 6',
} as const;

export type IconName = keyof typeof paths;

const filled: ReadonlySet<IconName> = new Set(['play', 'stop', 'starred']);

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 16 16"
      width="1.15em"
      height="1.15em"
      fill={filled.has(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
