// Who may import whom (docs/ARCHITECTURE.md). test/gates/import-rules.test.ts plants a violation of each rule.

/** In dependency order: a module imports only those before it, and only their index.ts. */
const modules = [
  'people',
  'catalog',
  'agreements',
  'credits',
  'clocks',
  'correspondence',
  'tickets',
  'appointments',
  'notifications',
  'knowledge',
  'reporting',
];

const anyModule = '^src/modules/[^/]+/';
const listedModule = `^src/modules/(${modules.join('|')})/`;
const moduleFace = '^src/modules/[^/]+/index\\.ts$';
const test = '\\.test\\.tsx?$';
/** Code that runs in a browser, or in both: the portal's islands, the console, and what they share. */
const browserCode = '^src/delivery/(console|ui|portal/islands)/';
const composition = '^src/main(\\.ts$|/)';
/** Libraries of the browser are bundled and so devDependencies; the server never loads them. */
const bundledCode = '^src/delivery/(console|portal/islands)/';
/** Compiled by the build and not there in a fresh clone. */
const generated = '^src/delivery/ui/words/generated/';

const moduleOrder = modules.map((name, index) => ({
  name: `module-order-${name}`,
  comment: `${name} imports only the modules before it`,
  severity: 'error',
  from: { path: `^src/modules/${name}/`, pathNot: test },
  to: { path: `^src/modules/(${[...modules.slice(index + 1), '-'].join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'kernel-is-bottom',
      comment:
        "rule 1: the kernel imports only itself, and the language's own calendar until Node.js has it",
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: test },
      to: { pathNot: ['^src/kernel/', '^node_modules/temporal-polyfill/'] },
    },
    {
      name: 'policy-is-pure',
      comment: 'rule 1: the rules of the agreement import only policy and kernel',
      severity: 'error',
      from: { path: '^src/policy/', pathNot: test },
      to: { pathNot: '^src/(policy|kernel)/' },
    },
    {
      name: 'platform-knows-no-domain',
      comment: 'rule 2',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: ['^src/(policy|modules|delivery)/', composition] },
    },
    {
      name: 'modules-know-no-delivery',
      comment: 'rule 2',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: { path: ['^src/delivery/', composition] },
    },
    {
      name: 'deliveries-are-siblings',
      comment: 'rule 2: they share ui, and see the server through the contract',
      severity: 'error',
      from: { path: '^src/delivery/([^/]+)/' },
      to: {
        path: ['^src/delivery/', composition],
        pathNot: ['^src/delivery/$1/', '^src/delivery/ui/', '^src/delivery/web/contract\\.ts$'],
      },
    },
    {
      name: 'ui-is-shared-not-sharing',
      comment: 'rule 2: what all deliveries share depends on none of them but the contract',
      severity: 'error',
      from: { path: '^src/delivery/ui/', pathNot: test },
      to: {
        path: ['^src/(modules|platform|delivery)/', composition],
        pathNot: ['^src/delivery/ui/', '^src/delivery/web/contract\\.ts$'],
      },
    },
    {
      name: 'contract-is-for-everybody',
      comment: 'rule 2: the contract carries no code of the server',
      severity: 'error',
      from: { path: '^src/delivery/web/contract(\\.ts$|/)', pathNot: test },
      to: {
        path: ['^src/(modules|platform|delivery)/', composition],
        pathNot: ['^src/delivery/web/contract(\\.ts$|/)', '^src/delivery/ui/'],
      },
    },
    {
      name: 'only-main-composes',
      comment: 'rule 2: nothing imports the composition',
      severity: 'error',
      from: { path: '^src/', pathNot: [composition, test] },
      to: { path: composition },
    },
    ...moduleOrder,
    {
      name: 'module-through-its-face',
      comment: 'rule 3: another module is imported through its index.ts',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: test },
      to: { path: anyModule, pathNot: ['^src/modules/$1/', moduleFace] },
    },
    {
      name: 'module-through-its-face-from-outside',
      comment: 'rule 3: whoever uses a module imports its index.ts',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/modules/', test] },
      to: { path: anyModule, pathNot: moduleFace },
    },
    {
      name: 'nobody-imports-notifications',
      comment: 'rule 3: it acts on events; only the composition hands it its jobs',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: '^src/modules/notifications/' },
      to: { path: '^src/modules/notifications/' },
    },
    {
      name: 'browser-code-reaches-no-server',
      comment: 'rule 4: not even indirectly',
      severity: 'error',
      from: { path: browserCode, pathNot: test },
      to: { path: '^src/(modules|platform)/', reachable: true },
    },
    {
      name: 'browser-code-reaches-no-node',
      comment: 'rule 4: not even indirectly',
      severity: 'error',
      from: { path: browserCode, pathNot: test },
      to: {
        path: '^(node:)?(assert|buffer|child_process|cluster|crypto|dgram|dns|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|readline|stream|string_decoder|timers|tls|tty|url|util|v8|vm|worker_threads|zlib)(/|$)',
        reachable: true,
      },
    },
    {
      name: 'no-cycles',
      comment: 'rule 5',
      severity: 'error',
      from: { pathNot: generated },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'rule 5: a file that nothing imports is dead, or an entry that is not listed here',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: [
          test,
          '^src/main\\.ts$',
          '\\.d\\.ts$',
          '^src/delivery/(portal|console)/public/',
          '^src/delivery/portal/islands/',
          generated,
        ],
      },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment: 'rule 5: the server runs on dependencies only',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, bundledCode] },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        pathNot: '^(node:|src/)',
      },
    },
    {
      name: 'no-test-support-in-src',
      comment: 'rule 5: the product does not stand on its tests',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: ['^test/', '^bench/', '^scripts/', test] },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere escapes every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: generated },
    },
    {
      name: 'module-is-placed',
      comment: 'rule 6: a new module takes its place in the order above',
      severity: 'error',
      from: {},
      to: { path: anyModule, pathNot: listedModule },
    },
    {
      name: 'module-is-placed-too',
      comment: 'rule 6: also when nobody imports it yet',
      severity: 'error',
      from: { path: anyModule, pathNot: listedModule },
      to: {},
    },
    {
      name: 'folder-is-placed',
      comment: 'rule 6: a new folder of src or of delivery takes its place in these rules',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          composition,
          '^src/(kernel|policy|platform|modules)/',
          '^src/delivery/(web|portal|console|ui|mail|worker|cli)/',
          '^src/delivery/web/contract\\.ts$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', generated] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
