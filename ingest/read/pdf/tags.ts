import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a tagged file says of a stretch of content. */
export type Tag = {
  /** Level of the heading it belongs to; null for anything else. */
  heading: number | null;
  /** Number of the table cell it stands in, unique in its page; null outside tables. */
  cell: number | null;
  headerCell: boolean;
  code: boolean;
};

type TreeNode = { role?: string; type?: string; id?: string; children?: TreeNode[] };

/** The tags of a page by content id. Empty where the page has none. */
export async function readTags(page: PDFPageProxy): Promise<Map<string, Tag>> {
  const tags = new Map<string, Tag>();
  const root = (await page.getStructTree()) as TreeNode | null;
  if (!root) return tags;
  let cells = 0;
  const stack: { node: TreeNode; tag: Tag }[] = [{ node: root, tag: { heading: null, cell: null, headerCell: false, code: false } }];
  while (stack.length > 0) {
    const { node, tag } = stack.pop()!;
    if (node.type === 'content' && node.id !== undefined) tags.set(node.id, tag);
    const inner = { ...tag };
    const heading = /^H([1-6])$/.exec(node.role ?? '');
    if (heading) inner.heading = Number(heading[1]);
    if (node.role === 'TD' || node.role === 'TH') {
      inner.cell = ++cells;
      inner.headerCell = node.role === 'TH';
    }
    if (node.role === 'Code') inner.code = true;
    for (const child of node.children ?? []) stack.push({ node: child, tag: inner });
  }
  return tags;
}
