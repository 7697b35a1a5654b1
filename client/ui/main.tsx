import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAuthClient } from '../auth/auth.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App auth={createAuthClient()} />
    </StrictMode>,
  );
}
