import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

/** What has been typed into a form and not been sent, by the fields' names. Never a password. */
export type Draft = Readonly<Record<string, string>>;

interface Drafts {
  find(form: string): Draft | null;
  keep(form: string, draft: Draft): void;
  drop(form: string): void;
}

const DraftContext = createContext<Drafts | null>(null);

/**
 * Keeps what was typed while its form is away: after an error on the page, or a login in between. It is kept in this
 * component's memory alone, which goes with the viewer.
 */
export function DraftProvider({ children }: { children: ReactNode }) {
  const [drafts] = useState(() => new Map<string, Draft>());
  const value = useMemo<Drafts>(
    () => ({
      find: (form) => drafts.get(form) ?? null,
      keep: (form, draft) => void drafts.set(form, draft),
      drop: (form) => void drafts.delete(form),
    }),
    [drafts],
  );
  return <DraftContext value={value}>{children}</DraftContext>;
}

/** The drafts of all forms. @throws {Error} outside of a <DraftProvider> */
export function useDrafts(): Drafts {
  const drafts = useContext(DraftContext);
  if (!drafts) {
    throw new Error('useDrafts() needs a <DraftProvider> around it.');
  }
  return drafts;
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
