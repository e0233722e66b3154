import { useEffect, useState } from 'react';
import type { Citation } from '../../../server/api/schemas.ts';
import { call } from '../rest/call.ts';

/** The address of a page's image in this browser (fetched with the key, which an <img> could not send); with `box` of that
 *  part of the page alone. */
export function usePageImage(
  documentId: string,
  page: number,
  dpi: number,
  box?: Citation['boxes'][number],
): { url: string | null; problem: unknown } {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  const part = box === undefined ? '' : `&box=${[box.x, box.y, box.width, box.height].map((value) => value.toFixed(4)).join(',')}`;

  useEffect(() => {
    const gone = new AbortController();
    let made: string | null = null;
    setProblem(null);
    call(`/documents/${documentId}/pages/${page}/image?dpi=${dpi}${part}`, { signal: gone.signal })
      .then((response) => response.blob())
      .then((blob) => {
        if (gone.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      })
      .catch((error: unknown) => {
        if (!gone.signal.aborted) setProblem(error);
      });
    return () => {
      gone.abort();
      setUrl(null);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [documentId, page, dpi, part]);

  return { url, problem };
}
