import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Viewer } from '../../auth/auth.ts';
import { useViewer } from '../../auth/react.ts';

/** What has been typed into a form and not been sent, by the fields' names. Never a password. */
export type Draft = Readonly<Record<string, string>>;

interface Drafts {
  find(form: string): Draft | null;
  keep(form: string, draft: Draft): void;
  drop(form: string): void;
}

/** The drafts of one person, or of visitors, by the forms' names. */
type DraftsOfOne = Map<string, Draft>;

const DraftContext = createContext<Map<string, DraftsOfOne> | null>(null);

/**
 * Keeps what was typed while its form is away: after an error on the page, or a login in between. It is in this
 * component's memory alone, and shown to whom it is from.
 */
export function DraftProvider({ children }: { children: ReactNode }) {
  const [drafts] = useState(() => new Map<string, DraftsOfOne>());
  return <DraftContext value={drafts}>{children}</DraftContext>;
}

/** Drops what is of anybody but the viewer; who isn't logged in again yet may come back. Inside of AuthProvider. */
export function useForgottenDrafts(): void {
  const drafts = useContext(DraftContext);
  const state = useViewer();
  const mayComeBack = state.status !== 'signedIn' && !(state.status === 'anonymous' && hasLeft(state.left));
  const owner = ownerOf(state.viewer);
  useEffect(() => {
    for (const other of mayComeBack ? [] : [...(drafts?.keys() ?? [])]) {
      if (other !== owner) {
        drafts?.delete(other);
      }
    }
  }, [drafts, mayComeBack, owner]);
}

function hasLeft(left: 'logout' | 'deletion' | 'expiry' | null): boolean {
  return left === 'logout' || left === 'deletion';
}

/** Nobody has an empty id. */
function ownerOf(viewer: Viewer | null): string {
  return viewer?.id ?? '';
}

/** The drafts of all forms of the viewer. @throws {Error} outside of a <DraftProvider> */
export function useDrafts(): Drafts {
  const all = useContext(DraftContext);
  const { viewer } = useViewer();
  if (!all) {
    throw new Error('useDrafts() needs a <DraftProvider> around it.');
  }
  const owner = ownerOf(viewer);
  return useMemo<Drafts>(() => {
    const own = () => all.get(owner) ?? new Map<string, Draft>();
    return {
      find: (form) => own().get(form) ?? null,
      keep: (form, draft) => void all.set(owner, own().set(form, draft)),
      drop: (form) => void own().delete(form),
    };
  }, [all, owner]);
}

/** What of a form may be kept: its texts, and whether boxes are checked; no password. */
export function readDraft(form: HTMLFormElement): Draft {
  const draft: Record<string, string> = {};
  for (const element of form.elements) {
    if (isField(element) && element.name && !isPassword(element)) {
      const isBox = element instanceof HTMLInputElement && element.type === 'checkbox';
      draft[element.name] = isBox ? String(element.checked) : element.value;
    }
  }
  return draft;
}

function isField(element: Element): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement].some((type) => element instanceof type);
}

/** Also one that is shown, and therefore of another type. */
function isPassword({ type, autocomplete }: { type: string; autocomplete: string }): boolean {
  return type === 'password' || autocomplete.endsWith('-password');
}
