// Routes: what is kept of a path, and what is not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routeOf } from '../../../../analyzer/documents/log/collect/routes.js'

test.each([
  ['/api/v4/posts', '/api/v4/posts'],
  ['/api/v4/channels/kimmgbb4i3ga3pypo9f99cbq3y/posts?page=0', '/api/v4/channels/<id>/posts'],
  ['/api/v4/users/me/teams', '/api/v4/users/me/teams'],
  ['/api/v4/users/username/ada.lovelace', '/api/v4/users/username/<name>'],
  ['/api/v4/teams/name/sales/channels/name/town-square', '/api/v4/teams/name/<name>/channels/name/<name>'],
  ['/api/v4/users/email/ada@example.com', '/api/v4/users/email/<name>'],
  ['/api/v4/jobs/type/ldap_sync', '/api/v4/jobs/type/ldap_sync'],
  ['/api/v4/bots/17', '/api/v4/bots/<number>'],
  ['/hooks/d1x8e3qaq7f8tb5h5x6m3e9swo', '/hooks/<id>'],
  ['/plugins/com.mattermost.calls/6h7tznqcbfnbtdqqmpscjqg3ch', '/plugins/com.mattermost.calls/<id>'],
  ['/static/main.58a3b41c.js', '/static/<*>'],
  ['/sales/channels/town-square', '/<page>'],
  ['/sales/pl/kimmgbb4i3ga3pypo9f99cbq3y', '/<page>'],
  ['/', '/'],
  ['', '/'],
  ['?x=1', '/'],
  ['//api//v4/posts/', '/api/v4/posts'],
  ['/api/v4/../../etc/passwd', '/api/v4/<*>/<*>/etc/passwd'],
  ['/api/v4/a%20b', '/api/v4/<*>'],
])('%s is %s', (path, route) => {
  expect(routeOf(path)).toBe(route)
})

test('a path of a megabyte is a short route', () => {
  expect(routeOf(`/api/${'x'.repeat(1e6)}`)).toBe('/api/<*>')
  expect(routeOf('/api'.repeat(1e5)).length).toBeLessThan(100)
})

test('no id of 26 characters is ever kept', () => {
  const id = fc.string({ unit: fc.constantFrom(...'abcxyz0189'), minLength: 26, maxLength: 26 })
  fc.assert(
    fc.property(id, fc.constantFrom('users', 'channels', 'plugins', 'files'), (id, before) => {
      expect(routeOf(`/api/v4/${before}/${id}/x`)).not.toContain(id)
    }),
  )
})
