import { useEffect } from 'react';

/**
 * Lets the second click of a double click do nothing. An answer may come between the two, and what stands under the
 * pointer by then is another device's “Sign out”, or a link, that nobody has meant to press.
 */
export function useSingleClicks(): void {
  useEffect(() => {
    document.addEventListener('click', dropRepeated, { capture: true });
    return () => document.removeEventListener('click', dropRepeated, { capture: true });
  }, []);
}

function dropRepeated(event: MouseEvent): void {
  const isOnControl = event.target instanceof Element && event.target.closest('button, a');
  // Show and Hide change nothing but themselves, and may be pressed as fast as one likes.
  if (event.detail > 1 && isOnControl && !isOnControl.matches('.reveal')) {
    event.preventDefault();
    event.stopPropagation();
  }
}
