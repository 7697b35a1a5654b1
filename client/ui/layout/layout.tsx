import { type ReactNode, useRef } from 'react';
import { PageErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { NoticeLine } from './notice-line.tsx';
import { SessionEnded } from './session-ended.tsx';

/** What every page has around it. */
export function Layout({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);

  return (
    <>
      {/* Not a link to #content, which a router would take for another page. */}
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Header />
      <main ref={main} tabIndex={-1}>
        <div className="news">
          <NoticeLine />
          <SessionEnded />
        </div>
        <PageErrorBoundary>{children}</PageErrorBoundary>
      </main>
    </>
  );
}
