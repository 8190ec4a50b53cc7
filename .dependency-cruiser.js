// The house has four floors, and imports go down only: renderer → electron → lessons → engine.

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'engine-stands-alone',
      comment:
        'The engine runs in a browser worker and in Node alike: it imports nothing from the floors above.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(lessons|electron|renderer|test|tools)/' },
    },
    {
      name: 'engine-without-node',
      comment: 'The engine uses no Node API.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-few-libraries',
      comment: 'The engine stands on TensorFlow.js and zod alone.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(@tensorflow/tfjs-(core|backend-wasm)|zod)/' },
    },
    {
      name: 'lessons-above-engine',
      comment: 'Lessons may import the engine; operations and predicates reach them as arguments.',
      severity: 'error',
      from: { path: '^lessons/' },
      to: { path: '^(electron|renderer|test|tools)/' },
    },
    {
      name: 'packs-hold-no-code',
      comment: 'A lesson pack is content; packs come from strangers.',
      severity: 'error',
      from: {},
      to: { path: '^lessons/packs/.*[.](js|mjs|cjs|ts|svelte)$' },
    },
    {
      name: 'electron-below-renderer',
      comment: 'What touches the machine does not know what the learner sees.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(renderer|test|tools)/' },
    },
    {
      name: 'renderer-through-contract',
      comment: 'Of electron/ the renderer sees the contract alone, of lessons/ the format alone.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron/(?!contract/)|lessons/(?!format/)|test/|tools/)' },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nobody imports is dead, unless it is where a program starts.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['[.]d[.]ts$', '^(electron/(main|preload|serve|cli)|tools/|test/|[^/]+[.]config)'],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    extraExtensionsToScan: [],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'types', 'node', 'default'],
    },
  },
};
