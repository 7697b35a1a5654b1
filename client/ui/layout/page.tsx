import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useHasShownPage } from './arrival.tsx';

/** A page: its title, and its heading, to which the focus goes when one arrives from another page. */
export function Page({ title, heading = title, children }: { title: string; heading?: string; children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  const hasShownPage = useHasShownPage();
  // With the page and not a moment later: what is typed as soon as it is seen goes there.
  useLayoutEffect(() => {
    if (hasShownPage.current) {
      ref.current?.focus();
    }
    hasShownPage.current = true;
  }, [hasShownPage]);
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
