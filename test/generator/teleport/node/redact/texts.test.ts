import { expect, test } from 'vitest'
import {
  redactArguments,
  redactKeys,
  redactUnit,
} from '../../../../../generator/teleport/node/redact/texts.js'

const hide = (): string => 'HIDDEN'

test('of arguments only values of secret flags go', () => {
  const given = [
    'teleport',
    'start',
    '--token=fake',
    '--token',
    'fake',
    '--token',
    '/etc/token',
    '--ca-pin=sha256:ab',
    '--roles',
    'node',
    '--labels=a=http://u:fake@h/',
  ]
  expect(redactArguments({ arguments: given }, hide).split('\0')).toEqual([
    'teleport',
    'start',
    '--token=HIDDEN',
    '--token',
    'HIDDEN',
    '--token',
    '/etc/token',
    '--ca-pin=sha256:ab',
    '--roles',
    'node',
    '--labels=a=http://u:HIDDEN@h/',
    '',
  ])
})

test('of units variables with telling names, flags and credentials in addresses go', () => {
  const unit = [
    '[Service]',
    'Environment="TELEPORT_TOKEN=fake" LANG=C',
    'Environment=HTTPS_PROXY=http://bob:fake@proxy:3128 AWS_SECRET_ACCESS_KEY=fake',
    'EnvironmentFile=-/etc/default/teleport',
    'ExecStart=/usr/local/bin/teleport start --token fake --pid-file=/run/teleport.pid',
    'LimitNOFILE=8192',
  ].join('\n')
  expect(redactUnit(unit, hide)).toBe(
    [
      '[Service]',
      'Environment="TELEPORT_TOKEN=HIDDEN" LANG=C',
      'Environment=HTTPS_PROXY=http://bob:HIDDEN@proxy:3128 AWS_SECRET_ACCESS_KEY=HIDDEN',
      'EnvironmentFile=-/etc/default/teleport',
      'ExecStart=/usr/local/bin/teleport start --token HIDDEN --pid-file=/run/teleport.pid',
      'LimitNOFILE=8192',
    ].join('\n'),
  )
})

test('of keys the parts go that let in whoever knows them', () => {
  const keys = [
    'CREATE TABLE kv (key TEXT);',
    'key=/tokens/fake value_bytes=10 expires=',
    'key=/web/users/bob/sessions/fake value_bytes=10 expires=',
    'key=/web/connectors/github/requests/fake value_bytes=10 expires=',
    'key=/nodes/default/04fe8be0 value_bytes=10 expires=',
  ]
  expect(redactKeys(keys.join('\n'), hide).split('\n')).toEqual([
    'CREATE TABLE kv (key TEXT);',
    'key=/tokens/HIDDEN value_bytes=10 expires=',
    'key=/web/users/bob/sessions/HIDDEN value_bytes=10 expires=',
    'key=/web/connectors/github/requests/HIDDEN value_bytes=10 expires=',
    'key=/nodes/default/04fe8be0 value_bytes=10 expires=',
  ])
})
