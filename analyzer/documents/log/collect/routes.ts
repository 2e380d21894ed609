// Routes: the path of a request without what differs from request to request (ids, numbers, names of people and teams), so
// that requests for the same thing count together and no name is kept.

/** `/api/v4/users/username/ada`: what follows these segments is a name. */
const beforeName: ReadonlySet<string> = new Set([
  'username',
  'email',
  'name',
  'unique_name',
  'emoji_name',
  'remote_id',
  'term',
])
/** First segments under which paths have a shape; everything else is a page of the web app, with team and channel names. */
const knownRoots: ReadonlySet<string> = new Set([
  'api',
  'plugins',
  'hooks',
  'files',
  'static',
  'oauth',
  'oauth2',
  'signup',
  'login',
  'saml',
  'image',
  'metrics',
])
/** Deeper segments of these are file names or a plugin's own business. */
const deepest: Readonly<Record<string, number>> = { static: 1, plugins: 5, hooks: 2, api: 12 }
const DEEPEST = 4
/** Longer segments are no names of resources. */
const LONGEST_SEGMENT = 40

/** `/api/v4/channels/kimmgbb4i3ga3pypo9f99cbq3y/posts?page=0` → `/api/v4/channels/<id>/posts`. */
export function routeOf(path: string): string {
  const [root = '', ...rest] = segmentsOf(path)
  if (root === '') return '/'
  if (!knownRoots.has(root)) return '/<page>'
  const limit = (deepest[root] ?? DEEPEST) - 1
  const segments = rest
    .slice(0, limit)
    .map((segment, i) => maskSegment(segment, i === 0 ? root : rest[i - 1]))
  return ['', root, ...segments, ...(rest.length > limit ? ['<*>'] : [])].join('/')
}

/** More segments than any route needs: a path of a megabyte is no more work than this. */
const MOST_SEGMENTS = 16
const LONGEST_PATH = 2_000

function segmentsOf(path: string): readonly string[] {
  const end = path.search(/[?#]/)
  const plain = path.slice(0, Math.min(end === -1 ? path.length : end, LONGEST_PATH))
  return plain.split('/', MOST_SEGMENTS + 1).filter(segment => segment !== '')
}

function maskSegment(segment: string, before: string | undefined): string {
  if (before !== undefined && beforeName.has(before)) return '<name>'
  if (/^[a-z0-9]{26}$/.test(segment)) return '<id>'
  if (/^\d+$/.test(segment)) return '<number>'
  // A plugin's id is the route's most telling part.
  if (before === 'plugins' && /^[\w.-]{1,100}$/.test(segment)) return segment
  return /^(?:v\d|[A-Za-z][a-z_-]*)$/i.test(segment) && segment.length <= LONGEST_SEGMENT ? segment : '<*>'
}
