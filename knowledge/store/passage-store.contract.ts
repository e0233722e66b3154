import { describe } from 'vitest';
import { assetsContract } from './contract/assets.contract.ts';
import { catalogueContract } from './contract/catalogue.contract.ts';
import { concurrencyContract } from './contract/concurrency.contract.ts';
import { conflictsContract } from './contract/conflicts.contract.ts';
import { filterContract } from './contract/filter.contract.ts';
import { jobsContract } from './contract/jobs.contract.ts';
import { nextVectorsContract } from './contract/next-vectors.contract.ts';
import { revisionContract } from './contract/revision.contract.ts';
import { searchContract } from './contract/search.contract.ts';
import { stewardshipContract } from './contract/stewardship.contract.ts';
import type { MakeStorePlace } from './contract/store-place.contract.ts';
import { supersedingContract } from './contract/superseding.contract.ts';
import { termsContract } from './contract/terms.contract.ts';
import { vectorContract } from './contract/vector.contract.ts';
import { wildInputContract } from './contract/wild-input.contract.ts';

/** What every PassageStore must do, through the interface alone. `make` gives each test a fresh, empty place. */
export function passageStoreContract(name: string, make: MakeStorePlace): void {
  describe(`${name} keeps the contract of PassageStore`, () => {
    revisionContract(make);
    searchContract(make);
    filterContract(make);
    vectorContract(make);
    nextVectorsContract(make);
    catalogueContract(make);
    assetsContract(make);
    supersedingContract(make);
    stewardshipContract(make);
    jobsContract(make);
    termsContract(make);
    conflictsContract(make);
    concurrencyContract(make);
    wildInputContract(make);
  });
}
