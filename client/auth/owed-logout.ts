import type { Outcome } from './operations.ts';

/** A logout that the page has done and the server may not know of. */
export interface OwedLogout {
  isOwed(): boolean;
  owe(): void;
  /** Somebody has logged in since: that has ended the session before, and theirs must stay. */
  cancel(): void;
  /** Tells the server. */
  pay(): Promise<Outcome<boolean>>;
}

/**
 * Keeps a logout until the server knows of it. The mark is in the browser's storage, so that it holds for every tab,
 * and also after the page has been closed: who comes to this browser next must not find the session open. It says
 * nothing of whose it was. Where there is no storage, it lives as long as the page.
 */
export function createOwedLogout(url: string, send: () => Promise<Outcome<boolean>>): OwedLogout {
  let marks = openStorage();
  const key = `gatehouse:logout:${url}`;
  const cancel = () => marks.removeItem(key);

  return {
    isOwed: () => marks.getItem(key) !== null,
    owe() {
      try {
        marks.setItem(key, 'owed');
      } catch {
        // Full: to log out needs no room.
        marks = createMemory();
        marks.setItem(key, 'owed');
      }
    },
    cancel,
    async pay() {
      const outcome = await send();
      // What the server refuses, it would refuse again, and a page that goes on owing it could ask for nothing else.
      if (!['offline', 'unavailable', 'viewerChanged'].includes(outcome.error?.kind ?? '')) {
        cancel();
      }
      return outcome;
    },
  };
}

type Marks = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

function openStorage(): Marks {
  try {
    return globalThis.window?.localStorage ?? createMemory();
  } catch {
    // Blocked by the browser's settings, which it says by throwing.
    return createMemory();
  }
}

function createMemory(): Marks {
  const marks = new Map<string, string>();
  return {
    getItem: (key) => marks.get(key) ?? null,
    setItem: (key, mark) => void marks.set(key, mark),
    removeItem: (key) => void marks.delete(key),
  };
}
