import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { FontBook } from './fonts.ts';

function faceOf(name: string) {
  const fonts = new FontBook();
  const page = { commonObjs: { has: () => true, get: () => ({ name: `ABCDEF+${name}` }) } } as unknown as PDFPageProxy;
  fonts.learn(page, { f1: { fontFamily: 'serif' } });
  return fonts.face('f1');
}

it.each(['CMB10', 'CMBX12', 'SFBX1000', 'SFRB1095', 'CMSSBX10', 't1xbtt', 'Arial-BoldMT', 'NimbusRomNo9L-Medi'])('%s is bold', (name) => {
  expect(faceOf(name).bold).toBe(true);
});

it.each(['CMTT10', 'CMSLTT10', 'SFTT1000', 't1xtt', 't1xbtt', 'Courier', 'DejaVuSansMono'])('%s is monospaced', (name) => {
  expect(faceOf(name).mono).toBe(true);
});

it.each(['CMR10', 'CMMI10', 'CMTI10', 'SFRM1000', 'URWPalladioL-Roma', 'Calibri', 'TeXGyreTermes-Regular', 'Bembo'])(
  '%s is neither',
  (name) => {
    expect(faceOf(name)).toMatchObject({ bold: false, mono: false });
  },
);
