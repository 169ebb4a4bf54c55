// The arrows of docs/architecture.md, "Layers". Run by scripts/check-layers.mjs.
const plane = '^src/(edge|agent|control|primary|cli)/' // what it matched is $1 on the other side of the arrow

export default {
  forbidden: [
    // Of node:crypto only hashes, see .oxlintrc.json; ipaddr.js reads addresses, zod describes data; neither does anything else.
    rule('core-is-pure', { path: '^src/core/' }, { pathNot: '^src/core/|^crypto$|^node_modules/(ipaddr\\.js|tldts|zod)/' }),
    ...inOrder('src/core', [
      'request',
      'rate-limit',
      'access',
      'selection',
      'signing',
      'config',
      'override',
      'canary',
      'conditions',
      'routing',
      'expectations',
      'orders',
      'simulation',
      'change',
    ]),
    rule('core-words-stand-alone', { path: '^src/core/[^/]+$' }, { path: '^src/core/[^/]+/' }),
    ...inOrder('src/control', [
      'http',
      'client',
      'health',
      'access',
      'audit',
      'change',
      'simulation',
      'rest',
      'ui',
      'docs',
      'graphql',
    ]),
    rule('listener-knows-core', { path: '^src/listener/' }, { path: '^src/', pathNot: '^src/(listener|core)/' }),
    rule('ports-know-core', { path: '^src/ports/' }, { pathNot: '^src/(ports|core)/' }),
    rule(
      'planes-know-ports-and-core',
      { path: plane, pathNot: '^src/cli/main\\.ts$' },
      { path: '^src/', pathNot: '^src/($1|listener|ports|core|generated)/' },
    ),
    rule(
      'adapters-know-ports-and-core',
      { path: '^src/adapters/' },
      { path: '^src/', pathNot: '^src/(adapters|ports|core|generated)/' },
    ),
    // Compiled code is looked for before anything else is loaded.
    rule(
      'only-app-composes',
      { path: '^src/[^/]+$' },
      { path: '^src/adapters/', pathNot: '^src/adapters/file/code-cache\\.mjs$' },
    ),
    rule('cli-main-composes', { path: '^src/cli/main\\.ts$' }, { path: '^src/', pathNot: '^src/(cli|adapters/(file|system))/' }),
    rule(
      'main-knows-app',
      { path: '^src/main\\.ts$' },
      { path: '^src/', pathNot: '^src/app/|^src/settings\\.ts$|^src/core/|^src/adapters/file/code-cache\\.mjs$' },
    ),
    rule('nobody-imports-main-or-app', { path: '^src/', pathNot: '^src/(main\\.ts$|app/)' }, { path: '^src/(main\\.ts$|app/)' }),
    rule(
      'generated-types-for-graphql-and-prisma',
      { path: '^src/', pathNot: '^src/(generated|control/graphql|adapters/prisma)/' },
      { path: '^src/generated/' },
    ),
    rule('edge-is-light', { path: '^src/(edge|agent)/' }, { path: 'node_modules/(@?graphql|@pothos|@?prisma|@electric-sql)' }),
    rule(
      'worker-is-light',
      { path: '^src/app/worker\\.ts$' },
      { path: '^src/(control|generated|adapters/prisma)/|^node_modules/tldts/', reachable: true },
    ),
    rule(
      'workers-import-no-http',
      { path: '^src/(edge|listener)/', pathNot: '^src/listener/node-http\\.ts$' },
      { path: '^http$', dependencyTypesNot: ['type-only'] },
    ),
    // The web UI speaks with the admin API alone, by operations that are typed from its schema.
    rule('ui-stands-alone', { path: '^ui/' }, { path: '^(src|test|scripts)/' }),
    rule('nobody-imports-ui', { path: '^src/' }, { path: '^ui/' }),
    ...inOrder('ui', ['generated', 'client', 'parts', 'pages', 'app']),
    rule('pages-stand-alone', { path: '^ui/pages/([^/]+)/' }, { path: '^ui/pages/', pathNot: '^ui/pages/$1/' }),
    rule('no-circles', {}, { circular: true }),
    rule('no-orphans', { orphan: true, pathNot: '^src/(cli/)?main\\.ts$|^ui/(main\\.tsx|vite\\.config\\.ts)$|\\.d\\.ts$' }, {}),
    rule('no-development-packages', { path: '^src/' }, { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }),
    rule('everything-resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules|^src/generated/' },
    parser: 'swc', // follows no version of TypeScript; with one that it doesn't know, the default reads nothing and says nothing
    tsPreCompilationDeps: true, // an arrow of types is an arrow
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'default'] },
  },
}

function rule(name, from, to) {
  return { name, severity: 'error', from, to }
}

/** Rooms of a folder, each of which imports those before it alone. */
function inOrder(folder, rooms) {
  return rooms
    .slice(0, -1)
    .map((room, index) =>
      rule(
        `${folder.replace('src/', '')}-${room}-is-below`,
        { path: `^${folder}/${room}/` },
        { path: `^${folder}/(${rooms.slice(index + 1).join('|')})/` },
      ),
    )
}
