import { useNotice } from './notice.tsx';

/** Shows what was just done. A screen reader hears of it by the region that NoticeProvider has. */
export function NoticeLine() {
  const { notice } = useNotice();
  return (
    notice && (
      <p className="notice" aria-hidden="true">
        {notice}
      </p>
    )
  );
}
