import { useTranslation } from 'react-i18next';

type WelcomeProps = { questions: string[]; documents: number | null; onAsk: (question: string) => void };

/** Before the first question: what this is, what it knows, and something to try. */
export function Welcome({ questions, documents, onAsk }: WelcomeProps) {
  const { t } = useTranslation();
  return (
    <div className="welcome" data-testid="welcome">
      <h1>{t('welcome.title')}</h1>
      <p className="welcome-words">{t('welcome.text')}</p>
      {documents !== null && (
        <p className="welcome-words">{documents === 0 ? t('welcome.nothingKnown') : t('welcome.known', { count: documents })}</p>
      )}
      {questions.length > 0 && documents !== 0 && (
        <>
          <h2 className="part-title welcome-try">{t('welcome.try')}</h2>
          <div className="welcome-questions">
            {questions.map((question) => (
              <button key={question} type="button" className="welcome-question" onClick={() => onAsk(question)}>
                {question}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
