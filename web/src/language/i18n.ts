import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import zh from './zh.json';

const STORED_AS = 'millwright.language';

export type PageLanguage = 'en' | 'zh';

/** The language chosen before in this browser, else the browser's own, else English. */
export async function startLanguage(): Promise<void> {
  const chosen = localStorage.getItem(STORED_AS) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng: chosen,
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = chosen;
}

export function chooseLanguage(language: PageLanguage): void {
  localStorage.setItem(STORED_AS, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}
