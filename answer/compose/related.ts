import type { Citation, RelatedPassage } from '../../knowledge/document/answer.ts';
import { boxesUnder } from '../../knowledge/document/box.ts';
import { addressesModel } from '../../knowledge/retrieve/addresses-model.ts';
import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { withoutRepeats } from '../evidence/repeats.ts';

const MOST_RELATED = 5;
/** Characters of a related passage that are shown. */
const EXCERPT_CHARACTERS = 240;

/** The nearest passages that the answer does not cite, best first; none that only repeats another, or what is cited. */
export function relatedPassages(hits: readonly RankedPassage[], cited: readonly Citation[]): RelatedPassage[] {
  const used = new Set(cited.map(({ documentId, passageId }) => `${documentId}\n${passageId}`));
  const isCited = ({ passage }: RankedPassage) => used.has(`${passage.document.id}\n${passage.externalId}`);
  const others = hits.filter((hit) => !isCited(hit));
  return withoutRepeats(others, hits.filter(isCited))
    .slice(0, MOST_RELATED)
    .map(({ passage }) => {
      const end = excerptEnd(passage.text);
      return {
        documentId: passage.document.id,
        file: passage.document.file,
        title: passage.document.title,
        revision: passage.document.revision,
        revisionDate: passage.document.revisionDate,
        superseded: passage.document.supersededBy !== null,
        sectionPath: passage.sectionPath,
        passageId: passage.externalId,
        page: passage.page,
        pageEnd: passage.pageEnd,
        quote: passage.text.slice(0, end),
        boxes: boxesUnder(passage, 0, end),
        figures: passage.figures,
        ...(addressesModel(passage) && { addressesModel: true as const }),
      };
    });
}

/** Cut at the last space or sentence end within the limit. */
function excerptEnd(text: string): number {
  if (text.length <= EXCERPT_CHARACTERS) return text.length;
  const cut = text.slice(0, EXCERPT_CHARACTERS);
  const border = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'), cut.lastIndexOf('。'));
  return border > EXCERPT_CHARACTERS / 2 ? border : EXCERPT_CHARACTERS;
}
