/** Runs one call's work on the database, in the transaction or with the care that the kind of call needs. */
export type Guard = <T>(work: () => T) => T;
