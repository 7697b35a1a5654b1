import { Component, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Page } from './page.tsx';

/** Shows, instead of a page that fails, that it did. What was typed into its form is there again when it is back. */
export function PageErrorBoundary({ children }: { children: ReactNode }) {
  const { key } = useLocation();
  return <ErrorBoundary key={key}>{children}</ErrorBoundary>;
}

class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) {
      return this.props.children;
    }
    return (
      <Page title="Something went wrong">
        <p role="alert">This page has failed. What you had typed is kept; passwords aren’t.</p>
        <button type="button" onClick={() => this.setState({ hasFailed: false })}>
          Show it again
        </button>
      </Page>
    );
  }
}
