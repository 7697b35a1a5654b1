import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLocation, useNavigationType } from 'react-router';

interface Notices {
  notice: string;
  say: (notice: string) => void;
}

const NoticeContext = createContext<Notices | null>(null);

/** Holds the one sentence about what was just done. It stays until the person goes on to another page. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, say] = useState('');
  const { key } = useLocation();
  const navigation = useNavigationType();
  // Each navigation has a key of its own, also one to the same page.
  useEffect(() => {
    // A guard replaces the address: that belongs to what was just done.
    if (navigation !== 'REPLACE') {
      say('');
    }
  }, [key, navigation]);
  const value = useMemo(() => ({ notice, say }), [notice]);
  return (
    <NoticeContext value={value}>
      {children}
      {/* It outlives every page and every viewer: a region that comes with its text is often not read out. */}
      <div className="visually-hidden" role="status">
        {notice}
      </div>
    </NoticeContext>
  );
}

/** Says what was done, on the page and to a screen reader: `useNotice().say('Saved.')`. */
export function useNotice(): Notices {
  const notices = useContext(NoticeContext);
  if (!notices) {
    throw new Error('useNotice() needs a <NoticeProvider> around it.');
  }
  return notices;
}
