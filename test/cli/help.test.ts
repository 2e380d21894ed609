import { describe, expect, test } from 'vitest'
import { optionsOf, readArguments } from '../../cli/arguments.js'
import { allCommands, commandTable } from '../../cli/commands/index.js'
import { cli } from './run-cli.js'

const commands = await allCommands()

test('the table names every command as it names itself', () => {
  expect(commands.map(({ name }) => name)).toEqual(Object.keys(commandTable))
})

describe.each(commands.map(command => [command.name, command] as const))('%s', (name, command) => {
  test('has help with usage, every option and an example', async () => {
    const { code, stdout, stderr } = await cli([...name.split(' '), '--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`^Usage: support-packet ${name} `))
    for (const option of Object.keys(optionsOf(command))) expect(stdout).toContain(`--${option}`)
    expect(command.examples.length).toBeGreaterThan(0)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
    expect((await cli(['help', ...name.split(' ')])).stdout).toBe(stdout)
  })

  test('has examples that its own argument check accepts', () => {
    for (const { run } of command.examples) {
      const own = run.split(' | ').find(part => part.includes('support-packet')) ?? ''
      const words = own
        .replace(/^.*?support-packet /, '')
        .replace(/ [>].*$|\)$/g, '')
        .split(' ')
      const args = words.slice(name.split(' ').length).map(word => word.replace(/^'(.*)'$/, '$1'))
      expect(() => readArguments(command, args)).not.toThrow()
    }
  })

  test('uses no letter for two options', () => {
    const letters = Object.values(optionsOf(command)).flatMap(({ short }) => short ?? [])
    expect(new Set(letters).size).toBe(letters.length)
  })
})

test('a group without a command shows its commands', async () => {
  const { code, stderr } = await cli(['rules'])
  expect(code).toBe(2)
  expect(stderr).toContain('rules lint')
})
