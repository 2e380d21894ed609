// Cutting a script into statements.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statementsOf } from '../../../analyzer/documents/schema-sql/statements.js'

const cut = (text: string) => [...statementsOf(text)].map(({ start, end }) => text.slice(start, end))

test('semicolons end statements, but not in quotes, comments and bodies of functions', () => {
  expect(cut(`SELECT ';' ; SELECT "a;b"; SELECT /* ; /* ; */ ; */ 1; SELECT 2 -- ;\n, 3;`)).toEqual([
    `SELECT ';' `,
    'SELECT "a;b"',
    'SELECT /* ; /* ; */ ; */ 1',
    'SELECT 2 -- ;\n, 3',
  ])
  expect(cut(`CREATE f AS $$ ; $$; CREATE g AS $a$ ; $$ ; $b$ ; $a$;`)).toEqual([
    'CREATE f AS $$ ; $$',
    'CREATE g AS $a$ ; $$ ; $b$ ; $a$',
  ])
})

test('doubled quotes and, in E-texts only, backslashes keep a quote open', () => {
  expect(cut(`SELECT 'a'';'; SELECT E'a\\';'; SELECT 'a\\'; SELECT typE'x\\';`)).toEqual([
    `SELECT 'a'';'`,
    `SELECT E'a\\';'`,
    `SELECT 'a\\'`,
    `SELECT typE'x\\'`,
  ])
})

test('a dollar inside a name or before a number opens no quote', () => {
  expect(cut('SELECT a$b$ ; SELECT $1; SELECT x$$;')).toEqual(['SELECT a$b$ ', 'SELECT $1', 'SELECT x$$'])
})

test('commands of psql and rows of COPY are no statements', () => {
  const script =
    "\\restrict abc;def\nCOPY public.a (b) FROM stdin;\nit's; a row\n\\N\n\\.\nSELECT 1;\n\\unrestrict abc\n"
  expect(cut(script)).toEqual(['COPY public.a (b) FROM stdin', 'SELECT 1'])
})

test('a statement the text ends in is open', () => {
  const open = (text: string) => [...statementsOf(text)].map(one => one.open)
  expect(open('SELECT 1; SELECT 2')).toEqual([false, true])
  expect(open(`SELECT ';`)).toEqual([true])
  expect(open('SELECT $x$ ;')).toEqual([true])
  expect(open('-- nothing\n /* nor here')).toEqual([])
})

test('whatever the text, statements follow each other and lie inside it', () => {
  const parts = fc.constantFrom(
    ';',
    "'",
    '"',
    '$$',
    '$a$',
    '--',
    '\n',
    '/*',
    '*/',
    'E',
    '\\',
    'copy ',
    'from stdin',
    'é',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 60 }), pieces => {
      const text = pieces.join('')
      let last = 0
      for (const { start, end } of statementsOf(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        last = end
      }
    }),
  )
})
