import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsPage } from './settings-page.ts';

/** Writes docs/configuration.md: npm run docs. */
writeFileSync(path.resolve(import.meta.dirname, '..', 'docs', 'configuration.md'), settingsPage());
