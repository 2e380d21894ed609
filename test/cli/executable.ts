// The executable as a process of its own, bundled for a test as the build does it.
import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Executable {
  readonly main: string
  readonly remove: () => Promise<void>
}

export async function bundleExecutable(name: string): Promise<Executable> {
  // Below the project, so that packages are found.
  const folder = resolve('node_modules', '.cache', `support-packet-${name}-${process.pid}`)
  await build({
    entryPoints: { 'cli/main': 'cli/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  })
  return { main: join(folder, 'cli', 'main.js'), remove: () => rm(folder, { recursive: true, force: true }) }
}

export interface Act {
  /** Told the first piece of the output; for what must happen while the process runs. */
  readonly onFirstOutput?: (child: ReturnType<typeof spawn>) => void
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program to its end. */
export function runToEnd(program: string, args: readonly string[], act: Act = {}): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: '1', ...act.env },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (stdout === '') act.onFirstOutput?.(child)
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', fail)
    child.on('close', code => {
      done({ code, stdout, stderr })
    })
  })
}
