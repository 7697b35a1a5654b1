import { useRefresh, useViewer } from '../../auth/react.ts';
import { Page } from './page.tsx';

/** Instead of a page, while it isn't known who is signed in. */
export function Waiting() {
  const state = useViewer();
  const refresh = useRefresh();
  if (state.status !== 'unreachable') {
    return (
      <p className="loading" role="status">
        Loading…
      </p>
    );
  }
  return (
    <Page title="No answer">
      <p role="alert">{state.error.message} This page asks again by itself.</p>
      <button type="button" onClick={() => void refresh()}>
        Ask now
      </button>
    </Page>
  );
}
