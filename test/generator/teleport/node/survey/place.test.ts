import { describe, expect, test } from 'vitest'
import { readLaunch, type Launch } from '../../../../../generator/teleport/node/survey/launch.js'
import { placeOf } from '../../../../../generator/teleport/node/survey/place.js'

const launched = (...argv: readonly string[]): Launch =>
  readLaunch(Buffer.from(argv.map(argument => `${argument}\0`).join('')))

describe('arguments of a process', () => {
  test('flags are known in each of their forms', () => {
    const launch = launched(
      'teleport',
      '-d',
      'start',
      '--roles=node,proxy',
      '--diag-addr',
      '127.0.0.1:3000',
      '--token',
      'fake',
      '-c',
      '/x.yaml',
    )
    expect(launch).toMatchObject({
      command: 'start',
      roles: ['node', 'proxy'],
      diagnostics: '127.0.0.1:3000',
      tokens: ['fake'],
    })
  })

  test('a process of one service has that role', () => {
    expect(launched('teleport', 'app', 'start', '--name=x').roles).toEqual(['app'])
  })

  test('nothing is nothing', () => {
    expect(launched()).toMatchObject({ arguments: [], roles: undefined, tokens: [] })
  })
})

describe('where things of a process lie', () => {
  test('defaults are those of Teleport', () => {
    expect(placeOf({}, undefined)).toEqual({
      nodeName: undefined,
      dataDir: '/var/lib/teleport',
      diagnostics: undefined,
      logFiles: [],
      backend: '/var/lib/teleport/backend/sqlite.db',
      roles: ['auth', 'proxy', 'node'],
      isGuessed: false,
    })
  })

  test('of a process whose configuration cannot be read no role is made up', () => {
    expect(placeOf(undefined, undefined)).toMatchObject({ roles: [], isGuessed: true, backend: undefined })
  })

  test('flags win over the file', () => {
    const config = { teleport: { diag_addr: '127.0.0.1:3000' }, ssh_service: { enabled: true } }
    expect(placeOf(config, launched('teleport', 'start', '--roles=app', '--diag-addr=:3434'))).toMatchObject({
      roles: ['app'],
      diagnostics: '127.0.0.1:3434',
    })
  })

  test.each([
    ['0.0.0.0:3000', '127.0.0.1:3000'],
    ['[::]:3000', '[::1]:3000'],
    ['tp-1.example.com:3000', 'tp-1.example.com:3000'],
    ['3000', undefined],
    ["127.0.0.1:3000'; rm -rf /", undefined],
    ['$(reboot):3000', undefined],
  ])('%s is asked at %s', (address, expected) => {
    expect(placeOf({ teleport: { diag_addr: address } }, undefined).diagnostics).toBe(expected)
  })

  test.each([
    ['stderr', []],
    ['syslog', []],
    ['/var/log/teleport.log', ['/var/log/teleport.log']],
    ['file:///var/log/teleport.log', ['/var/log/teleport.log']],
    ['relative.log', []],
  ])('a log that goes to %s is looked for at %j', (output, expected) => {
    expect(placeOf({ teleport: { log: { output } } }, undefined).logFiles).toEqual(expected)
  })

  test('an Auth Service with a database elsewhere has no file to look into', () => {
    expect(placeOf({ teleport: { storage: { type: 'dynamodb' } } }, undefined).backend).toBeUndefined()
    expect(placeOf({ teleport: { storage: { path: '/srv/b' } } }, undefined).backend).toBe('/srv/b/sqlite.db')
  })
})
