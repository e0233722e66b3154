/** Raised whenever reading would give other passages for the same file: unchanged files are then read again.
 *  In a file of its own: who only compares it need not load every reader (a third of a second). */
export const PARSER_VERSION = 24;
