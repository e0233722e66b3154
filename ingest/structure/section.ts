import type { FigureBlock, TableBlock, TextBlock } from '../../knowledge/document/block.ts';
import type { NoticeLevel } from '../../knowledge/document/passage.ts';

/** A section of the document's tree: its heading, what stands directly under it, and its sub-sections, in reading order. */
export type Section = {
  /** The heading as printed, number included; "" for the root (what stands before the first heading). */
  title: string;
  /** 0 for the root, 1 for chapters, ... */
  level: number;
  page: number | null;
  heading: TextBlock | null;
  content: SectionContent[];
  sections: Section[];
};

export type SectionContent =
  | { kind: 'paragraph'; block: TextBlock }
  | { kind: 'list'; items: TextBlock[] }
  | { kind: 'code'; block: TextBlock }
  | { kind: 'notice'; level: NoticeLevel; blocks: TextBlock[] }
  | { kind: 'procedure'; steps: ProcedureStep[] }
  | { kind: 'table'; table: TableBlock }
  | { kind: 'figure'; figure: FigureBlock };

export type ProcedureStep = {
  /** As printed without punctuation: "3", "a", "3.1". */
  number: string;
  blocks: TextBlock[];
  /** Notices that stand before the step (or inside it): they belong to it. */
  notices: { level: NoticeLevel; blocks: TextBlock[] }[];
  steps: ProcedureStep[];
  /** Pictures that stand behind the step's words. */
  figures: FigureBlock[];
};
