import type { ReactNode } from 'react';
import { PageErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { NoticeLine } from './notice-line.tsx';
import { SessionEnded } from './session-ended.tsx';

/** What every page has around it. */
export function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Header />
      <main id="content">
        <div className="news">
          <NoticeLine />
          <SessionEnded />
        </div>
        <PageErrorBoundary>{children}</PageErrorBoundary>
      </main>
    </>
  );
}
