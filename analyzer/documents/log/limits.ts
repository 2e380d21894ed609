// Every bound of the log reader with its reason. A hostile log costs time in proportion to its size, never memory.

export const logLimits = {
  /** Longest line judged whole. Real lines of 10 MB exist (SQL statements, pasted posts); beyond this only the head is kept. */
  lineBytes: 16 * 1024 * 1024,
  /** Text of one value that patterns look at; a rule never needs more, and RE2 costs about 50 ns a character. */
  valueBytes: 64 * 1024,
  /** Of a kept example: text of one field, and number of fields. */
  exampleFieldBytes: 8 * 1024,
  exampleFields: 100,
  /** Of a kept example: the line itself. */
  rawBytes: 4 * 1024,
  /** Longest record of which a copy is kept undecoded, one a query: longer ones are decoded with their bounds at once. */
  keptBytes: 64 * 1024,
  /** Distinct (level, msg, caller) remembered per kind of file; beyond it lines are decided one by one. */
  classes: 8 * 1024,
  /** Longest (level, msg, caller) that is remembered; longer ones are decided one by one. */
  classKeyBytes: 4 * 1024,
  /** Distinct message shapes per node; the rest is counted together. */
  templates: 5_000,
  templateBytes: 300,
  /** Lines of one Go panic or stack that belong to its record; later ones are counted and dropped. */
  blockLines: 200,
  blockBytes: 64 * 1024,
  /** Records that are remembered by their fields, per kind of file and thread (a power of two), and bytes of these fields. */
  rememberedRecords: 16_384,
  rememberedRecordBytes: 6 * 1024 * 1024,
  /** Texts of fields whose answers are remembered: how many (a power of two), how long each, and in all. */
  rememberedValues: 4_096,
  rememberedValueLength: 1_024,
  rememberedValueBytes: 512 * 1024,
  /** Values of `by` that are told apart, and how many are reported. */
  byValues: 10_000,
  byReported: 50,
  /** Of such a value, this much is kept. In characters. */
  byValueLength: 1_024,
  /** Distinct levels per node: custom targets have some twenty; the rest is counted together. */
  levels: 200,
  /** Matches that wait for the record that should follow them. */
  pendingMatches: 1_000,
  /** Start and stop events kept. */
  lifecycleEvents: 10_000,
  /** What a `.gz` log may inflate to. */
  gunzipBytes: 4 * 1024 * 1024 * 1024,
} as const
