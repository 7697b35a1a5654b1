import { type ReactNode, useRef } from 'react';
import { useForgottenDrafts } from '../forms/drafts.tsx';
import { PageErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { NoticeLine } from './notice-line.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { SessionEnded } from './session-ended.tsx';
import { UnfinishedLogout } from './unfinished-logout.tsx';
import { useSingleClicks } from './use-single-clicks.ts';

/** What every page has around it. */
export function Layout({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  useForgottenDrafts();
  useSingleClicks();

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
          <UnfinishedLogout />
          <SessionEnded />
        </div>
        <PageErrorBoundary>{children}</PageErrorBoundary>
      </main>
      <PasswordDialog />
    </>
  );
}
