import { createContext, type ReactNode, type RefObject, useContext, useRef } from 'react';

const ArrivalContext = createContext<RefObject<boolean> | null>(null);

/** Remembers whether a page has been shown before: the first one of all leaves the focus where the browser puts it. */
export function ArrivalProvider({ children }: { children: ReactNode }) {
  const hasShownPage = useRef(false);
  return <ArrivalContext value={hasShownPage}>{children}</ArrivalContext>;
}

/** Whether a page has been shown before this one. @throws {Error} outside of an <ArrivalProvider> */
export function useHasShownPage(): RefObject<boolean> {
  const hasShownPage = useContext(ArrivalContext);
  if (!hasShownPage) {
    throw new Error('useHasShownPage() needs an <ArrivalProvider> around it.');
  }
  return hasShownPage;
}
