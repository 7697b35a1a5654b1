import { Link } from 'react-router';
import { Page } from '../layout/page.tsx';
import { PAGES } from '../pages.ts';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <p>There is nothing at this address.</p>
      <p>
        <Link to={PAGES.home}>Go to the start</Link>
      </p>
    </Page>
  );
}
