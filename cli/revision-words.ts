type Revised = { revision: string | null; revisionDate: string | null; superseded: boolean };

/** "rev. C (2024-03)", "2024-03", "rev. B (2022-05), superseded"; null where nothing is known. */
export function revisionWords({ revision, revisionDate, superseded }: Revised): string | null {
  const dated = revision !== null && revisionDate !== null ? `rev. ${revision} (${revisionDate})` : null;
  const words = dated ?? (revision === null ? revisionDate : `rev. ${revision}`);
  return superseded ? [words, 'superseded'].filter((part) => part !== null).join(', ') : words;
}
