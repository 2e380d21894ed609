// What the viewer's pages show of one packet beyond its analysis: each part is worked out when it is first asked for.
import { builtInRules } from '../engine/load.js'
import type { DocumentKind } from '../packet/layout-types.js'
import type { Packet } from '../packet/types.js'
import type { Analysis } from '../analysis.js'
import { configView } from './config.js'
import { earlyAnalysis, type EarlyOptions } from './early.js'
import { goroutineTables } from './goroutines.js'
import { jobTables } from './jobs.js'
import { nodesView } from './nodes.js'
import { passportRows } from './passport.js'
import { metricSeries, metricsList, openMetrics } from './metrics.js'
import { permissionTables } from './permissions.js'
import { pluginTables } from './plugins.js'
import {
  notShown,
  profileChanges,
  profileView,
  readProfile,
  type NotShown,
  type ReadProfile,
} from './profiles.js'
import { readForViews, viewEntry, type ViewedPacket } from './read.js'
import { schemaTables } from './schema.js'
import { statsTables } from './stats.js'
import { structureView } from './structure.js'
import { clusterTables } from './teleport/cluster.js'
import { resourceTables } from './teleport/objects.js'
import type {
  ConfigView,
  MetricSeries,
  MetricsList,
  PassportRow,
  ProfileChanges,
  ProfileView,
  StructureView,
  TablePage,
  TablesView,
  ViewEntry,
  ViewNode,
} from './types.js'

/** Nothing here throws for what a packet holds; what it does not say is `undefined` or an empty table with a sentence. */
export interface PacketViews {
  /** What rules that need no logs say, long before a large log is read. */
  early(options?: EarlyOptions): Promise<Analysis>
  config(): Promise<ConfigView | undefined>
  tables(page: TablePage): Promise<TablesView>
  /** Support, licence, database and machine of the server. */
  passport(): Promise<readonly PassportRow[]>
  /** What nodes are called, where that is not their folder's name. */
  nodes(): Promise<readonly ViewNode[]>
  /** Entries that a page can show, in the order of the archive. */
  entries(kinds: readonly DocumentKind[]): Promise<readonly ViewEntry[]>
  /** `type`: which values; by default those that pprof shows first. */
  profile(index: number, type: string | undefined): Promise<ProfileView | NotShown>
  changes(index: number, base: number, type: string | undefined): Promise<ProfileChanges | NotShown>
  /** A YAML or JSON entry as a tree. */
  structure(index: number): Promise<StructureView | NotShown>
  metrics(index: number): Promise<MetricsList | NotShown>
  series(index: number, name: string): Promise<MetricSeries | NotShown>
}

const tables: Readonly<Record<TablePage, (viewed: ViewedPacket) => TablesView | Promise<TablesView>>> = {
  stats: statsTables,
  jobs: jobTables,
  plugins: pluginTables,
  permissions: permissionTables,
  schema: schemaTables,
  goroutines: goroutineTables,
  cluster: clusterTables,
  resources: resourceTables,
}

/** Profiles and metrics kept decoded: a large one takes 100 MB. */
const mostOpen = 3

export function openPacketViews(packet: Packet): PacketViews {
  const viewed = once(() => readForViews(packet))
  const config = once(async () => configView(await viewed(), await builtInRules()))
  const item = async (index: number, kinds: readonly DocumentKind[]) =>
    (await viewed()).classified.find(({ entry, kind }) => entry.index === index && kinds.includes(kind))

  const profiles = kept(mostOpen, async (index: number): Promise<ReadProfile> => {
    const found = await item(index, profileKinds)
    return found === undefined ? notShown('This entry is no profile.') : readProfile(packet, found)
  })
  const metrics = kept(mostOpen, async (index: number) => {
    const found = await item(index, metricsKinds)
    return found === undefined ? notShown('This entry holds no metrics.') : openMetrics(packet, found)
  })

  return {
    early: async (options = {}) => earlyAnalysis(await viewed(), options),
    config,
    tables: async page => tables[page](await viewed()),
    passport: async () => passportRows(await viewed()),
    nodes: async () => nodesView(await viewed()),
    async entries(kinds) {
      const { classified } = await viewed()
      return classified.filter(({ kind, entry }) => kinds.includes(kind) && entry.readable).map(viewEntry)
    },
    async profile(index, type) {
      const read = await profiles(index)
      return read.kind === 'ok' ? profileView(read.profile, type) : read
    },
    async changes(index, base, type) {
      const [read, other] = [await profiles(index), await profiles(base)]
      if (read.kind !== 'ok') return read
      return other.kind === 'ok' ? profileChanges(read.profile, other.profile, type) : other
    },
    async structure(index) {
      const entry = packet.entries.find(candidate => candidate.index === index)
      return entry === undefined ? notShown('This packet has no such entry.') : structureView(packet, entry)
    },
    async metrics(index) {
      const opened = await metrics(index)
      return 'kind' in opened ? opened : metricsList(opened)
    },
    async series(index, name) {
      const opened = await metrics(index)
      if ('kind' in opened) return opened
      return metricSeries(opened, name) ?? notShown('This packet has no metric of that name.')
    },
  }
}

const profileKinds: readonly DocumentKind[] = ['cpu-profile', 'heap-profile']
const metricsKinds: readonly DocumentKind[] = ['tsdb-dump']

/** Answers by number; the least recently asked for is dropped when there are too many. */
function kept<T>(most: number, make: (index: number) => Promise<T>): (index: number) => Promise<T> {
  const made = new Map<number, Promise<T>>()
  return index => {
    const answer = made.get(index) ?? make(index)
    made.delete(index)
    made.set(index, answer)
    for (const oldest of made.keys()) {
      if (made.size <= most) break
      made.delete(oldest)
    }
    return answer
  }
}

/** The area of each rule that is built in: the folder it lies in. */
export async function areasOfRules(): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await builtInRules()).map(({ id, area }) => [id, area]))
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
