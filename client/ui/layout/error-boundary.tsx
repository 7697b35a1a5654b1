import { Component, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Page } from './page.tsx';

/** Shows, instead of a page that fails, that it did. What was typed into its form is there again when it is back. */
export function PageErrorBoundary({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return <ErrorBoundary pathname={pathname}>{children}</ErrorBoundary>;
}

interface Props {
  /** Another page is tried anew. */
  pathname: string;
  children: ReactNode;
}

class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.hasFailed && before.pathname !== this.props.pathname) {
      this.retry();
    }
  }

  retry = () => this.setState({ hasFailed: false });

  override render(): ReactNode {
    if (!this.state.hasFailed) {
      return this.props.children;
    }
    return (
      <Page title="Something went wrong">
        <p role="alert">This page has failed. What you had typed is kept; passwords aren’t.</p>
        <button type="button" onClick={this.retry}>
          Show it again
        </button>
      </Page>
    );
  }
}
