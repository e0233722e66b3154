import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { BrokenPage } from './broken-page.tsx';
import { startLanguage } from './language/i18n.ts';
import { theme } from './theme.ts';
import './app.css';

await startLanguage();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <BrokenPage>
        <App />
      </BrokenPage>
    </MantineProvider>
  </StrictMode>,
);
