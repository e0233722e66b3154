/** What is no text of the document as it stands. */
export const SKIPPED = new Set([
  'tracked-changes',
  'annotation',
  'table-of-content',
  'illustration-index',
  'table-index',
  'alphabetical-index',
  'forms',
  'ruby-text',
  'scripts',
  'sequence-decls',
  'event-listeners',
  'shapes',
  'label',
]);
