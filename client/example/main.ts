// Accounts without React: `npm start`, then `npm run example`. In your app, import from '@gatehouse/client'.
import { type AuthState, createAuthClient } from '../auth/auth.ts';
import { find, onSubmit, say } from './page.ts';

const auth = createAuthClient();
const dialog = find('#proof', HTMLDialogElement);

/** The page is drawn from the state, and again whenever that changes. */
function draw(): void {
  const state = auth.getState();
  find('#greeting').textContent = greetingFor(state);
  find('#login').hidden = state.status !== 'anonymous';
  find('#profile').hidden = state.status !== 'signedIn';
  drawDialog(state);
}

function greetingFor(state: AuthState): string {
  switch (state.status) {
    case 'loading':
      return 'Loading…';
    case 'unreachable':
      return state.error.message;
    case 'signedIn':
      return `Hello, ${state.viewer.firstName || state.viewer.username}`;
    case 'anonymous':
      return state.unfinishedLogout
        ? 'You are logged out here, and on the server as soon as it is back'
        : 'Who are you?';
  }
}

/** Something was refused and waits: for a login where the session has ended, for the password alone where it hasn't. */
function drawDialog(state: AuthState): void {
  if (state.status === 'signedIn' && state.held > 0) {
    find('#proof-title').textContent = state.sessionEnded ? `Log in again, ${state.viewer.username}` : 'Is it you?';
    if (!dialog.open) {
      find('#proof-message').textContent = '';
      dialog.showModal();
    }
  } else if (dialog.open) {
    dialog.close();
  }
}

onSubmit('#login', async ({ username = '', password = '' }) => {
  const { data, error } = await auth.login({ username, password });
  say(error?.message ?? (data && 'message' in data ? data.message : ''));
});

// Absent fields stay as they are. However long a login takes in between, this goes on with the answer.
onSubmit('#profile', async ({ firstName = '', email = '' }) => {
  const { data, error } = await auth.updateProfile({ firstName: firstName || undefined, email: email || undefined });
  say(error?.message ?? (data && 'message' in data ? data.message : 'Saved.'));
});

onSubmit('#proof form', async ({ password = '' }) => {
  const state = auth.getState();
  if (state.status === 'signedIn') {
    const { data, error } = state.sessionEnded
      ? await auth.login({ username: state.viewer.username, password })
      : await auth.confirmPassword({ password });
    find('#proof-message').textContent = error?.message ?? (data && 'message' in data ? data.message : '');
  }
});

find('#logout').addEventListener('click', () => void auth.logout());
find('#dismiss').addEventListener('click', auth.dismiss);
dialog.addEventListener('close', () => auth.getState().held > 0 && auth.dismiss());

auth.subscribe(draw);
