import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** A page: its title, and its heading, to which the focus goes when one arrives from another page. */
export function Page({ title, heading = title, children }: { title: string; heading?: string; children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    // The first page of all has the focus where the browser puts it.
    if (key !== 'default') {
      ref.current?.focus();
    }
  }, [key]);
  return (
    <>
      <title>{`${title} · Gatehouse`}</title>
      <h1 ref={ref} tabIndex={-1}>
        {heading}
      </h1>
      {children}
    </>
  );
}
