import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Manuals that Debian carries, by package: English and Chinese, of several typesetting programs. */
const INSTALLED: Record<string, string[]> = {
  'linuxcnc-doc-en': ['Documentation', 'Manual_Pages', 'Getting_Started', 'Developer', 'Integrator'].map(
    (name) => `/usr/share/doc/linuxcnc/LinuxCNC_${name}.pdf`,
  ),
  'nut-doc': ['user-manual', 'cables', 'FAQ', 'developer-guide', 'packager-guide'].map((name) => `/usr/share/doc/nut-doc/pdf/${name}.pdf`),
  'libtasn1-doc': ['/usr/share/doc/libtasn1-doc/libtasn1.pdf'],
  openocd: ['/usr/share/doc/openocd/openocd.pdf.gz'],
  'avrdude-doc': ['/usr/share/doc/avrdude-doc/avrdude.pdf.gz'],
  'gnuplot-doc': ['/usr/share/doc/gnuplot/gnuplot.pdf'],
  'ngspice-doc': ['/usr/share/doc/ngspice-doc/manual.pdf.gz'],
  'sdcc-doc': ['/usr/share/doc/sdcc-doc/sdccman.pdf.gz'],
  'gputils-doc': ['/usr/share/doc/gputils-doc/gputils.pdf.gz'],
  'developers-reference': ['/usr/share/developers-reference/developers-reference.pdf'],
  'debian-reference-zh-cn': ['/usr/share/debian-reference/debian-reference.zh-cn.pdf'],
  'debmake-doc': ['/usr/share/doc/debmake-doc/debmake-doc.zh-cn.pdf'],
  'debian-policy': ['/usr/share/doc/debian-policy/policy.pdf.gz'],
  'nettle-dev': ['/usr/share/doc/nettle-dev/nettle.pdf.gz'],
  valgrind: ['/usr/share/doc/valgrind/valgrind_manual.pdf.gz'],
  fontconfig: ['/usr/share/doc/fontconfig/fontconfig-user.pdf.gz'],
  'maint-guide-zh-cn': ['/usr/share/doc/maint-guide-zh-cn/maint-guide.zh-cn.pdf'],
};

/** The PDFs to measure: those of Debian that are installed, then the given ones. Packed ones are unpacked into `work`. */
export function documentsFor(given: readonly string[], work: string): { files: string[]; missing: string[] } {
  const packages = Object.entries(INSTALLED);
  const missing = packages.filter(([, files]) => !files.every((file) => existsSync(file))).map(([name]) => name);
  const found = packages.flatMap(([, files]) => files).filter((file) => existsSync(file));
  return { files: [...found.map((file) => unpacked(file, work)), ...given], missing };
}

function unpacked(file: string, work: string): string {
  if (!file.endsWith('.gz')) return file;
  // The folder names the document: several are called manual.pdf.
  const target = path.join(work, `${path.basename(path.dirname(file))}-${path.basename(file, '.gz')}`);
  writeFileSync(target, gunzipSync(readFileSync(file)));
  return target;
}

/** A copy without bookmarks, to see which headings are found by tags, numbering and type alone. Needs qpdf. */
export function withoutBookmarks(file: string, work: string): string {
  const folder = path.join(work, 'plain');
  mkdirSync(folder, { recursive: true });
  const target = path.join(folder, path.basename(file));
  execFileSync('qpdf', ['--object-streams=disable', '--warning-exit-0', file, target], { stdio: 'ignore' });
  const bytes = readFileSync(target).toString('latin1');
  // A key of the same length that no reader knows: the offsets of the file stay true.
  writeFileSync(target, bytes.replace(/\/Outlines(?= \d+ \d+ R)/g, '/OutlineX'), 'latin1');
  return target;
}
