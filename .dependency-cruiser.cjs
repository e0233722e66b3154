/** Who may import whom: the rooms of docs/architecture.md, checked by `npm run imports`.
 *  test/import-rules.test.ts plants a violation of each kind and expects it to be caught. */
const rooms = {
  knowledge: [],
  ingest: ['knowledge'],
  answer: ['knowledge'],
  evaluate: ['knowledge', 'answer', 'ingest'],
  server: ['knowledge', 'answer', 'ingest', 'evaluate'],
  cli: ['knowledge', 'answer', 'ingest', 'evaluate', 'server'],
  langchain: ['knowledge', 'server'],
};
const everyRoom = [...Object.keys(rooms), 'configuration', 'web', 'samples', 'examples', 'bench', 'test'];

/** Tests may reach sideways for real parts (a store in a test of ingest); what ships may not. */
const shipped = { pathNot: '(\\.test\\.ts$|\\.contract\\.ts$|/fixtures/)' };

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import ${allowed.length === 0 ? 'nothing of ours outside itself' : `only ${allowed.join(', ')}`} (docs/architecture.md, "The rooms").`,
  severity: 'error',
  from: { path: `^${room}/`, ...shipped },
  to: { path: `^(${everyRoom.filter((other) => other !== room && !allowed.includes(other)).join('|')})/` },
}));

/** The parts are put together in one place each. */
const assemblers = '^(cli|server)/|^assembly\\.ts$|^bench/';

const vendors = [
  ['node:sqlite', '^node:sqlite$|^sqlite$', '^knowledge/store/sqlite/'],
  ['onnxruntime', 'node_modules/onnxruntime-', '^knowledge/embed/onnx/|^ingest/read/recognize/ppocr/'],
  ['tokenizers', 'node_modules/@huggingface/tokenizers/', '^knowledge/embed/directory/'],
  ['openai', 'node_modules/openai/', '^knowledge/embed/openai/|^answer/compose/model/'],
  ['pdf-parse and pdfjs-dist', 'node_modules/(pdf-parse|pdfjs-dist)/', '^ingest/read/pdf/'],
  ['postal-mime', 'node_modules/postal-mime/', '^ingest/read/mail/'],
  ['saxes', 'node_modules/saxes/', '^ingest/read/office/'],
  ['yauzl', 'node_modules/yauzl/', '^ingest/read/zip-'],
  ['tesseract.js', 'node_modules/(tesseract\\.js|@tesseract\\.js-data)/', '^ingest/read/recognize/tesseract/'],
  ['canvas and utif2', 'node_modules/(@napi-rs/canvas|utif2)/', '^ingest/read/(image|recognize/fixtures|pdf/fixtures)/'],
  ['langchain', 'node_modules/(langchain|@langchain)/', '^langchain/|^answer/deep/langchain/|^ingest/passages/'],
  ['express', 'node_modules/express/', '^server/'],
  ['commander', 'node_modules/commander/', '^cli/'],
].map(([name, to, home]) => ({
  name: `vendor-${name.replaceAll(/[^a-z]+/g, '-')}`,
  comment: `${name} is imported only in its implementation folder, so that it can be replaced there.`,
  severity: 'error',
  from: { path: '^(knowledge|ingest|answer|evaluate|server|cli|langchain)/', pathNot: `${home}|\\.test\\.ts$` },
  to: { path: to },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...vendors,
    {
      name: 'web-talks-rest',
      comment: 'web/ talks to the server by its public REST alone: it may import the REST types and nothing else of ours.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(knowledge|ingest|answer|evaluate|server|cli|langchain)/', pathNot: '^server/api/schemas\\.ts$' },
    },
    {
      name: 'web-rest-types-only',
      comment: 'The REST schemas are imported by the page as types (import type): zod and the server stay out of the bundle.',
      severity: 'error',
      from: { path: '^(web|langchain)/' },
      to: { path: '^server/api/schemas\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'assembly-at-the-top',
      comment: 'Only the main programs put the parts together; everything else takes what it needs as arguments.',
      severity: 'error',
      from: { pathNot: `${assemblers}|\\.test\\.ts$|^test/` },
      to: { path: '^(assembly|config)\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle means that two things are one, or that one of them lives in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that cannot be resolved fails only at run time under type stripping.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^node:sqlite$' },
    },
    {
      name: 'no-drawer-folders',
      comment: 'A thing lives with the concept that it serves: no utils, helpers, common or misc.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(utils?|helpers?|common|misc)(/|\\.tsx?$)', pathNot: 'node_modules' },
    },
    {
      name: 'dev-dependency-shipped',
      comment: 'What ships may not need a package that only developers install.',
      severity: 'error',
      from: {
        path: '^(knowledge|ingest|answer|evaluate|server|cli|configuration|config\\.ts|assembly\\.ts)',
        pathNot: '\\.test\\.ts$|\\.contract\\.ts$|/fixtures/|/build/|/build\\.ts$',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    preserveSymlinks: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs'],
    },
  },
};
