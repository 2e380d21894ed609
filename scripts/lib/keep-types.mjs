// Keeps of the type declarations those that the library's own lead to: the rest is nobody's business, and refers to packages that
// an installation does not bring.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const imports = /(?:\bfrom\s*|\bimport\(\s*|\bimport\s+)['"]([^'"]+)['"]/g

/** Deletes every other declaration below `folder`. Throws where one that is kept needs a package. */
export function keepReachableTypes(folder, entry) {
  const kept = reachable(folder, entry)
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name)
    if (file.isFile() && !kept.has(path)) rmSync(path)
  }
  removeEmpty(folder)
}

function reachable(folder, entry) {
  const kept = new Set()
  const waiting = [join(folder, entry)]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (kept.has(file)) continue
    kept.add(file)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(imports)) {
      if (specifier.startsWith('.')) waiting.push(declarationOf(join(dirname(file), specifier)))
      else if (!specifier.startsWith('node:'))
        throw new Error(`The types of the library need the package ${specifier}: ${file}`)
    }
  }
  return kept
}

function declarationOf(path) {
  const declaration = path.replace(/\.js$/, '.d.ts')
  if (!existsSync(declaration)) throw new Error(`There is no ${declaration}`)
  return declaration
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const path = join(folder, entry.name)
    removeEmpty(path)
    if (readdirSync(path).length === 0) rmSync(path, { recursive: true })
  }
}
