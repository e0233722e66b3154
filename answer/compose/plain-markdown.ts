/** What a text of documents or questions holds that Markdown would take for more than words: marks like our own citations, images and
 *  links, tags and comments, fences and blocks at its beginning. */
const SPECIAL = /\[(?=\d{1,3}\])|\](?=[(:])|<(?=[a-z/!?])/giu;
const OPENS_BLOCK = /^(?=(?:#{1,6} |>|`{3}|~{3}|\||={3}|-{3}))/u;

/** The text so that Markdown shows its words and nothing else comes of it: no citation that is none of the answer's, nothing loaded.
 *  What needs no care stays letter for letter. */
export function plainMarkdown(text: string): string {
  return text.replaceAll(SPECIAL, (mark) => `\\${mark}`).replace(OPENS_BLOCK, '\\');
}
