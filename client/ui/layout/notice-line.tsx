import { useNotice } from './notice.tsx';

/** Shows what was just done. It is always there, so that a screen reader hears of every change. */
export function NoticeLine() {
  const { notice } = useNotice();
  return <div role="status">{notice && <p className="notice">{notice}</p>}</div>;
}
