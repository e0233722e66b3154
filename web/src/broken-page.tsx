import { Alert, Button, Stack } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Catches what a part of the page throws while it is drawn: a white page would leave the technician without a way on. */
export class BrokenPage extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Reload /> : this.props.children;
  }
}

function Reload() {
  const { t } = useTranslation();
  return (
    <Alert color="red" title={t('problem.title')} m="md" role="alert" data-testid="broken-page">
      <Stack gap="xs" align="start">
        {t('problem.brokenPage')}
        <Button variant="default" onClick={() => location.reload()}>
          {t('problem.reload')}
        </Button>
      </Stack>
    </Alert>
  );
}
