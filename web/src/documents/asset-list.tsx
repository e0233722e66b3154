import { Alert, Button, FileButton, Stack } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetChange, ListedAsset, ListedAssets } from '../../../server/api/schemas.ts';
import { callJson } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';

/** So many machines are shown; the list itself is kept in a file. */
const SHOWN = 200;

/** What the plant's people call its machines: the list, and the way to put another in its place. */
export function AssetList({ active, onChanged }: { active: boolean; onChanged: () => void }) {
  const { t } = useTranslation();
  const [assets, setAssets] = useState<ListedAsset[] | null>(null);
  const [change, setChange] = useState<AssetChange | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [open, setOpen] = useState(false);

  const load = useCallback(() => {
    callJson<ListedAssets>('/assets').then(({ assets: list }) => setAssets(list), setProblem);
  }, []);
  useEffect(() => {
    if (active) load();
  }, [active, load]);

  const replace = (file: File | null) => {
    if (file === null) return;
    setProblem(null);
    setChange(null);
    callJson<AssetChange>('/assets', { method: 'PUT', headers: { 'Content-Type': 'text/csv' }, body: file }).then((changed) => {
      setChange(changed);
      setAssets(changed.assets);
      onChanged();
    }, setProblem);
  };

  return (
    <section className="asset-list" data-testid="assets">
      <div className="asset-head">
        <b>{t('assets.title', { count: assets?.length ?? 0 })}</b>
        {assets !== null && assets.length > 0 && (
          <Button variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="assets-show">
            {t(open ? 'assets.hide' : 'assets.show')}
          </Button>
        )}
        <FileButton
          accept=".csv,.txt,text/csv"
          onChange={replace}
          inputProps={{ 'data-testid': 'assets-input', 'aria-label': t('assets.load') } as object}
        >
          {(props) => (
            <Button {...props} variant="default" data-testid="assets-load">
              {t('assets.load')}
            </Button>
          )}
        </FileButton>
      </div>
      {assets?.length === 0 && <span className="document-facts">{t('assets.none')}</span>}
      {problem !== null && (
        <Alert color="red" role="alert" data-testid="assets-problem">
          {errorText(problem, t)}
        </Alert>
      )}
      {change && <Changed change={change} />}
      {open && assets !== null && <Machines assets={assets} />}
    </section>
  );
}

function Changed({ change: { added, changed, removed, unchanged, assets } }: { change: AssetChange }) {
  const { t } = useTranslation();
  const without = assets
    .filter(({ documents }) => documents.length === 0)
    .map(({ tag, model }) => (model === null ? tag : `${tag} (${model})`));
  return (
    <Stack gap={4} role="status" data-testid="assets-changed">
      <span>{t('assets.changed', { added, changed, removed, unchanged })}</span>
      {without.length > 0 && <span className="heed">{t('assets.without', { machines: without.slice(0, SHOWN).join(', ') })}</span>}
    </Stack>
  );
}

function Machines({ assets }: { assets: readonly ListedAsset[] }) {
  const { t } = useTranslation();
  return (
    <ul className="asset-machines">
      {assets.slice(0, SHOWN).map(({ tag, name, model, site, aliases, documents }) => (
        <li key={tag} data-testid="asset">
          <b>{tag}</b> {[name, model, site].filter((fact) => fact !== null).join(' · ')}
          {aliases.length > 0 && <span className="document-facts"> {aliases.join(', ')}</span>}
          <span className="document-facts asset-documents">
            {documents.length > 0 ? documents.map(({ title }) => title).join('; ') : t('assets.noDocument')}
          </span>
        </li>
      ))}
      {assets.length > SHOWN && <li className="document-facts">{t('assets.more', { count: assets.length - SHOWN })}</li>}
    </ul>
  );
}
