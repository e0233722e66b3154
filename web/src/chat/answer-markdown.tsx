import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { CitationMark } from './citation-mark.tsx';

/** With the blank before it: a mark must not stand alone on the next line. */
const MARK = / *(?<!\\)\[(\d{1,3})\](?!\()/g;
const LINK = /^#citation-(\d+)$/;

/** The answer's Markdown; its [n] marks become buttons that open the citation. Foreign HTML and links do nothing. */
export function AnswerMarkdown({ text, onOpen }: { text: string; onOpen: (n: number) => void }) {
  return (
    <div className="answer-text">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        components={{
          a: ({ href, children }) => {
            const mark = LINK.exec(href ?? '');
            return mark ? <CitationMark n={Number(mark[1])} onOpen={onOpen} /> : <span>{children}</span>;
          },
          img: () => null,
          table: ({ children }) => (
            <div className="table-scroll">
              <table>{children}</table>
            </div>
          ),
        }}
      >
        {text.replaceAll(MARK, '\u00a0[$1](#citation-$1)')}
      </ReactMarkdown>
    </div>
  );
}
