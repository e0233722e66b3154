import type { StoredPassage } from '../store/passage-store.ts';
import { type PassageTokens, passageTokens } from './ranking-features.ts';

/** Passages whose words are kept (10 KB each). */
const MOST = 1_000;

/** The words of passages that were ranked lately: what was asked about is asked about again. The oldest go first. */
export class KeptTokens {
  readonly #kept = new Map<string, { text: string; tokens: PassageTokens }>();

  of({ document, id, text, sectionPath }: StoredPassage): PassageTokens {
    const key = `${document.id} ${id}`;
    const known = this.#kept.get(key);
    if (known?.text === text) return known.tokens;
    const tokens = passageTokens(text, sectionPath);
    this.#kept.delete(key);
    this.#kept.set(key, { text, tokens });
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value!);
    return tokens;
  }
}
