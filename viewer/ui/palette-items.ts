// What the palette can go to: pages, findings, files and settings, found by words in any order.
import { pagePaths, type ConfigView } from '../shared/pages.js'
import { currentAnalysis, currentEntries, keysOpen, navigate, packets, route, zone } from './state.js'
import { pagesOf } from './pages.js'
import { entryRoute, makeRoute, packetsRoute, viewRoute } from './route.js'
import { nextTheme } from './theme.js'
import { knownAnswer } from './use-api.js'
import { fileName } from './views/packet-words.js'

export interface PaletteItem {
  readonly group: 'page' | 'finding' | 'file' | 'packet' | 'setting' | 'config'
  readonly text: string
  readonly run: () => void
}

const mostShown = 50

export function paletteItems(words: string): readonly PaletteItem[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ group, text }: PaletteItem) => {
    const all = `${group} ${text}`.toLowerCase()
    return wanted.every(word => all.includes(word))
  }
  return allItems().filter(fits).slice(0, mostShown)
}

function allItems(): readonly PaletteItem[] {
  return [
    ...pageItems(),
    ...findingItems(),
    ...fileItems(),
    ...packetItems(),
    ...settingItems(),
    ...configItems(),
  ]
}

function pageItems(): readonly PaletteItem[] {
  const { packet } = route.value
  const list: PaletteItem = { group: 'page', text: 'Packets', run: () => navigate(packetsRoute) }
  const make: PaletteItem = { group: 'page', text: 'Make a packet', run: () => navigate(makeRoute) }
  if (packet === undefined) return [list, make]
  const analysis = currentAnalysis.value
  const entries = analysis.kind === 'ready' ? analysis.value.packet.entries : []
  return [
    ...pagesOf(entries).map(({ view, name }) => ({
      group: 'page' as const,
      text: name,
      run: () => navigate(viewRoute(view, packet)),
    })),
    list,
    make,
  ]
}

function findingItems(): readonly PaletteItem[] {
  const { packet } = route.value
  const analysis = currentAnalysis.value
  if (analysis.kind !== 'ready' || packet === undefined) return []
  return analysis.value.findings.map(({ severity, message, fingerprint }) => ({
    group: 'finding',
    text: `${severity}: ${message}`,
    run: () => navigate(viewRoute('findings', packet, { open: fingerprint })),
  }))
}

function fileItems(): readonly PaletteItem[] {
  const { packet } = route.value
  const entries = currentEntries.value
  if (entries.kind !== 'ready' || packet === undefined) return []
  return entries.value.map(({ name, index }) => ({
    group: 'file',
    text: name,
    run: () => navigate(entryRoute(packet, index)),
  }))
}

/** Settings of the server, once the configuration was asked for. */
function configItems(): readonly PaletteItem[] {
  const { packet } = route.value
  const config = packet === undefined ? undefined : knownAnswer<ConfigView>(pagePaths.config(packet))
  if (config === undefined || packet === undefined) return []
  return config.settings.map(({ path }) => ({
    group: 'config',
    text: path.join('.'),
    run: () => navigate(viewRoute('config', packet, { part: 'all', key: path.join('.') })),
  }))
}

function packetItems(): readonly PaletteItem[] {
  return packets.value
    .filter(({ state, id }) => state !== 'failed' && id !== route.value.packet)
    .map(({ id, source }) => ({
      group: 'packet',
      text: fileName(source),
      run: () => navigate(viewRoute('overview', id)),
    }))
}

function settingItems(): readonly PaletteItem[] {
  return [
    { group: 'setting', text: 'Next theme: system, light, dark', run: nextTheme },
    {
      group: 'setting',
      text: 'Times in UTC or local',
      run: () => (zone.value = zone.value === 'utc' ? 'local' : 'utc'),
    },
    { group: 'setting', text: 'List of keys', run: () => (keysOpen.value = true) },
  ]
}
