import { useEffect, useState } from 'react';
import { call } from '../rest/call.ts';

/** The address of a page's image in this browser (fetched with the key, which an <img> could not send). */
export function usePageImage(documentId: string, page: number, dpi: number): { url: string | null; problem: unknown } {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  useEffect(() => {
    const gone = new AbortController();
    let made: string | null = null;
    setProblem(null);
    call(`/documents/${documentId}/pages/${page}/image?dpi=${dpi}`, { signal: gone.signal })
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
  }, [documentId, page, dpi]);

  return { url, problem };
}
