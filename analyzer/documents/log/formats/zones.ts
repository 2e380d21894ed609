// Offsets of the time zones that logs name by letters (`CET`, `PDT`) instead of by numbers.

/**
 * Minutes east of UTC. Letters are not unique: where several zones share them, the one most servers stand in was taken
 * (CST and CDT are North America's, IST is India's, BST is the British summer).
 */
const offsets: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MET: 60,
  CEST: 120,
  MEST: 120,
  EET: 120,
  SAST: 120,
  EEST: 180,
  MSK: 180,
  EAT: 180,
  PKT: 300,
  IST: 330,
  WIB: 420,
  HKT: 480,
  SGT: 480,
  PHT: 480,
  AWST: 480,
  JST: 540,
  KST: 540,
  ACST: 570,
  AEST: 600,
  ACDT: 630,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  NST: -210,
  NDT: -150,
  BRT: -180,
  ART: -180,
  AST: -240,
  ADT: -180,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
}

/**
 * Offset of a zone in milliseconds. One that is not known counts as UTC: the record's time may be hours off, but the order of
 * the records and the time between them are right, as all of a log have the same zone.
 */
export function zoneOffsetMs(name: string): number {
  const upper = name.toUpperCase()
  return Object.hasOwn(offsets, upper) ? (offsets[upper] ?? 0) * 60_000 : 0
}
