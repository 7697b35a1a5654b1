import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { createAuthClient } from '../auth/auth.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root) {
  // As a transition React makes the first page in slices, between which a slow phone can scroll and answer.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App auth={createAuthClient()} />
      </StrictMode>,
    ),
  );
}
