import type { ReactNode } from 'react';
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router';
import type { AuthClient } from '../auth/auth.ts';
import { AnonymousOnly, AuthProvider, RequireViewer } from '../auth/react.ts';
import { DraftProvider } from './forms/drafts.tsx';
import { Layout } from './layout/layout.tsx';
import { NoticeProvider } from './layout/notice.tsx';
import { Waiting } from './layout/waiting.tsx';
import { DeleteAccountPage } from './pages/delete-account.tsx';
import { HomePage } from './pages/home.tsx';
import { LoginPage } from './pages/login.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PasswordPage } from './pages/password.tsx';
import { ProfilePage } from './pages/profile.tsx';
import { SignupPage } from './pages/signup.tsx';
import { PAGES } from './pages.ts';

/** The whole UI. What shall outlive a change of the viewer stands outside of AuthProvider. */
export function App({ auth }: { auth: AuthClient }) {
  return (
    <BrowserRouter>
      <NoticeProvider>
        <RoutedAuthProvider auth={auth}>
          <DraftProvider>
            <Layout>
              <Pages />
            </Layout>
          </DraftProvider>
        </RoutedAuthProvider>
      </NoticeProvider>
    </BrowserRouter>
  );
}

function RoutedAuthProvider({ auth, children }: { auth: AuthClient; children: ReactNode }) {
  const navigate = useNavigate();
  return (
    <AuthProvider
      auth={auth}
      navigate={(path) => void navigate(path, { replace: true })}
      paths={{ login: PAGES.login, home: PAGES.home }}
    >
      {children}
    </AuthProvider>
  );
}

function Pages() {
  const anonymous = (page: ReactNode) => <AnonymousOnly fallback={<Waiting />}>{page}</AnonymousOnly>;
  const guarded = (page: ReactNode) => <RequireViewer fallback={<Waiting />}>{page}</RequireViewer>;
  return (
    <Routes>
      <Route path={PAGES.home} element={<HomePage />} />
      <Route path={PAGES.signup} element={anonymous(<SignupPage />)} />
      <Route path={PAGES.login} element={anonymous(<LoginPage />)} />
      <Route path={PAGES.profile} element={guarded(<ProfilePage />)} />
      <Route path={PAGES.password} element={guarded(<PasswordPage />)} />
      <Route path={PAGES.deleteAccount} element={guarded(<DeleteAccountPage />)} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
