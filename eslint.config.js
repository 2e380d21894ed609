// Lint of the whole tree: type-aware correctness rules, and the one-way flow between the stages.
import tseslint from 'typescript-eslint'

/**
 * The stages in the order data flows through them. A file may import its own stage and the stages named after
 * it here; everything else is an error. `analyzer/lib` has no dependencies at all.
 */
const mayImport = {
  'analyzer/lib': [],
  'analyzer/packet': ['analyzer/lib'],
  'analyzer/documents': ['analyzer/lib', 'analyzer/packet'],
  // What is wrong with the log targets of a configuration is decided in one place, for `audit check` and for rules.
  'analyzer/facts': ['analyzer/lib', 'analyzer/packet', 'analyzer/documents', 'audit/check', 'audit/config'],
  'analyzer/engine': [
    'analyzer/analysis',
    'analyzer/lib',
    'analyzer/packet',
    'analyzer/documents',
    'analyzer/facts',
  ],
  'analyzer/checks': ['analyzer/analysis', 'analyzer/lib', 'analyzer/packet', 'analyzer/documents'],
  'analyzer/baseline': ['analyzer/analysis', 'analyzer/lib', 'analyzer/documents', 'analyzer/engine'],
  'analyzer/overview': [
    'analyzer/analysis',
    'analyzer/lib',
    'analyzer/packet',
    'analyzer/facts',
    'analyzer/reports/text/words',
  ],
  'analyzer/reports': ['analyzer/lib', 'analyzer/analysis'],
  'analyzer/views': [
    'analyzer/analysis',
    'analyzer/baseline',
    'analyzer/lib',
    'analyzer/packet',
    'analyzer/documents',
    'analyzer/facts',
    'analyzer/engine',
    'analyzer/reports/text/unjudged',
  ],
  'analyzer/diff': [
    'analyzer/analysis',
    'analyzer/analyze',
    'analyzer/lib',
    'analyzer/packet',
    'analyzer/documents',
    'analyzer/facts',
    'analyzer/engine',
    'analyzer/reports',
    'analyzer/views',
    'analyzer/version',
  ],
  audit: [],
  'viewer/shared': ['analyzer/index'],
  // The viewer has packets made; how is the generator's.
  'viewer/server': ['viewer/shared', 'analyzer/index', 'generator'],
  'viewer/ui': ['viewer/shared', 'analyzer/index'],
  generator: ['analyzer/packet/layout', 'analyzer/documents', 'analyzer/index', 'audit'],
}
const places = [
  ...Object.keys(mayImport),
  'analyzer/analysis',
  'analyzer/index',
  'analyzer/analyze',
  'analyzer/log-records',
  'cli',
  'test',
]

/** Lint blocks that forbid imports against the flow. Relative imports only: packages are judged by review. */
const direction = Object.entries(mayImport).map(([stage, allowed]) => ({
  files: [`${stage}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: forbidden(stage, allowed),
            message: `${stage} may import only: ${[stage, ...allowed].join(', ')}.`,
          },
        ],
      },
    ],
  },
}))

/** A relative path that climbs out of the stage and goes down into a place that is not allowed. */
function forbidden(stage, allowed) {
  const others = places.filter(
    place => place !== stage && !allowed.some(a => a === place || a.startsWith(`${place}/`)),
  )
  const names = others.map(place => place.split('/').at(-1))
  const own = [stage, ...allowed].map(place => place.split('/').at(-1))
  const refused = [...new Set(names)].filter(name => !own.includes(name))
  return `^(\\.\\./)+(?:(?:analyzer|viewer)/)?(?:${refused.join('|')})(?:/|\\.js$)`
}

const noFileSystem = ['analyzer/documents', 'analyzer/facts', 'analyzer/reports', 'analyzer/engine'].map(
  stage => ({
    files: [`${stage}/**/*.ts`],
    ignores: ['analyzer/engine/load.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value=/^node:(fs|child_process|http|https|net)/]',
          message: 'This stage opens nothing: bytes come from analyzer/packet.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time comes from the packet, never from the clock.',
        },
      ],
    },
  }),
)

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'test/fixtures', 'samples'] },
  ...tseslint.configs.recommendedTypeChecked.map(config => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './viewer/ui/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
      eqeqeq: 'error',
    },
  },
  { files: ['cli/**/*.ts', 'scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
  { files: ['test/**/*.ts'], rules: { 'max-lines': 'off' } },
  ...direction,
  ...noFileSystem,
)
