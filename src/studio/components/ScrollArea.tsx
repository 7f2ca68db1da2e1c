import { type ReactNode, useEffect, useRef, useState } from 'react';

export interface ScrollAreaProps {
  readonly className: string;
  readonly children: ReactNode;
}

/** A part that may overflow; while it does, the keyboard can reach and scroll it. */
export function ScrollArea({ className, children }: ScrollAreaProps) {
  const area = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const outer = area.current;
    if (!outer || !content.current) return undefined;
    const observer = new ResizeObserver(() =>
      setOverflows(outer.scrollHeight > outer.clientHeight || outer.scrollWidth > outer.clientWidth),
    );
    observer.observe(outer);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={area} className={className} data-scroll-area tabIndex={overflows ? 0 : undefined}>
      <div ref={content}>{children}</div>
    </div>
  );
}
