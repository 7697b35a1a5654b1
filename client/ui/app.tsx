import type { ReactNode } from 'react';
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router';
import type { AuthClient } from '../auth/auth.ts';
import { AnonymousOnly, AuthProvider, RequireViewer } from '../auth/react.ts';
import { DraftProvider } from './forms/drafts.tsx';
import { ArrivalProvider } from './layout/arrival.tsx';
import { Layout } from './layout/layout.tsx';
import { NoticeProvider } from './layout/notice.tsx';
import { Waiting } from './layout/waiting.tsx';
import { DeleteAccountPage } from './pages/delete-account.tsx';
import { HomePage } from './pages/home.tsx';
import { LoginPage } from './pages/login.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PasswordPage } from './pages/password.tsx';
import { ProfilePage } from './pages/profile.tsx';
import { SessionsPage } from './pages/sessions.tsx';
import { SignupPage } from './pages/signup.tsx';
import { PAGES } from './pages.ts';

/** The whole UI. What shall outlive a change of the viewer stands outside of AuthProvider. */
export function App({ auth }: { auth: AuthClient }) {
  return (
    <BrowserRouter>
      <ArrivalProvider>
        <NoticeProvider>
          <DraftProvider>
            <RoutedAuthProvider auth={auth}>
              <Layout>
                <Pages />
              </Layout>
            </RoutedAuthProvider>
          </DraftProvider>
        </NoticeProvider>
      </ArrivalProvider>
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
      <Route caseSensitive path={PAGES.home} element={<HomePage />} />
      <Route caseSensitive path={PAGES.signup} element={anonymous(<SignupPage />)} />
      <Route caseSensitive path={PAGES.login} element={anonymous(<LoginPage />)} />
      <Route caseSensitive path={PAGES.profile} element={guarded(<ProfilePage />)} />
      <Route caseSensitive path={PAGES.password} element={guarded(<PasswordPage />)} />
      <Route caseSensitive path={PAGES.sessions} element={guarded(<SessionsPage />)} />
      <Route caseSensitive path={PAGES.deleteAccount} element={guarded(<DeleteAccountPage />)} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
